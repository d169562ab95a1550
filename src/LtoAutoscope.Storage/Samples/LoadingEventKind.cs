namespace LtoAutoscope.Storage.Samples;

/// <summary>The words of <c>samples/loading.ndjson</c>.</summary>
public static class LoadingEventKind
{
    /// <summary>The program was started with this holder, or its places changed: nobody stands for what lies on it any more. Data: holder, places_sha256.</summary>
    public const string HolderMounted = "holder_mounted";

    /// <summary>A sample was put on a stub. Data: sample, stub, holder, by.</summary>
    public const string Loaded = "sample_loaded";

    /// <summary>A sample was taken off. Data: sample, stub, holder, by.</summary>
    public const string Unloaded = "sample_unloaded";

    /// <summary>Somebody saw it lie there. Data: sample, stub, holder, by.</summary>
    public const string Confirmed = "sample_confirmed";

    /// <summary>Nobody stands for the samples any more. Data: reason.</summary>
    public const string Doubted = "loading_doubted";
}
