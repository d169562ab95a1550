using LtoAutoscope.Imaging.Golden;

namespace LtoAutoscope.Pipeline.Models;

/// <summary><c>compare.json</c>: two networks on golden frames.</summary>
/// <param name="Id">The comparison; its folder under <c>models/comparisons/</c>.</param>
/// <param name="ComparedAt">When, UTC.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="SoftwareVersion">Version of the program: separation and scale search are part of what is compared.</param>
/// <param name="Old">Name and hash of the one.</param>
/// <param name="New">Name and hash of the other.</param>
/// <param name="OldMean">Its means over the frames.</param>
/// <param name="NewMean">The other's.</param>
/// <param name="Frames">Frame by frame.</param>
public sealed record ModelComparisonReport(
    string Id, DateTimeOffset ComparedAt, string By, string SoftwareVersion, string Old, string New, GoldenScore OldMean, GoldenScore NewMean, IReadOnlyList<GoldenFrameResult> Frames);
