namespace LtoAutoscope.Storage.Models;

/// <summary>A comparison on record.</summary>
/// <param name="Id">Folder under <c>models/comparisons/</c>.</param>
/// <param name="OldSha256">Hash of the one network.</param>
/// <param name="NewSha256">Hash of the other.</param>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
public sealed record ModelComparisonEntry(string Id, string OldSha256, string NewSha256, DateTimeOffset At, string By)
{
    /// <summary>Whether it compared these two, in either order.</summary>
    public bool IsOf(string one, string other) => (OldSha256 == one && NewSha256 == other) || (OldSha256 == other && NewSha256 == one);
}
