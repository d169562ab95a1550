using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Storage.Bundles;

/// <summary>All that the metadata of a bundle tell.</summary>
/// <param name="Run">What the run was made with.</param>
/// <param name="Options">What was asked for.</param>
/// <param name="State">How far the run is, in a word.</param>
/// <param name="EndedAt">When it ended, or null.</param>
/// <param name="FirstFrame">What the first frame tells of the instrument, or null.</param>
/// <param name="Morphology">What was measured, or null.</param>
/// <param name="Cell">What the cell model says, or null.</param>
/// <param name="Files">The files, but the metadata themselves and the manifest.</param>
internal sealed record CrateContent(
    RunRecord Run, BundleOptions Options, string State, DateTimeOffset? EndedAt, FrameMetadata? FirstFrame, Morphology? Morphology, CellPrediction? Cell, IReadOnlyList<BundledFile> Files);
