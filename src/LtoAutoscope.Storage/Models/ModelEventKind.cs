namespace LtoAutoscope.Storage.Models;

/// <summary>The words of <c>models/journal.ndjson</c>.</summary>
public static class ModelEventKind
{
    /// <summary>A network was registered. Data: model, sha256, by, note.</summary>
    public const string Registered = "model_registered";

    /// <summary>Two networks were compared. Data: comparison (id), old, old_sha256, new, new_sha256, by, golden, frames.</summary>
    public const string Compared = "model_compared";

    /// <summary>From here on new runs use a network. Data: model, sha256, before, before_sha256, by, comparison (id, or null), reason.</summary>
    public const string Used = "model_used";
}
