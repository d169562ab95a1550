using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Mosaics;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>One frame.</summary>
/// <param name="Frame">Metadata and verdict.</param>
/// <param name="Exposures">What the beam did to its place.</param>
internal sealed record FrameDetail(FrameView Frame, FrameExposures? Exposures);
