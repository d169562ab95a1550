using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Acquisition.Drift;

/// <summary>Books an exposure before the beam falls on the sample.</summary>
/// <param name="what">What it is for: <c>drift</c> or <c>relocalise</c> with the frame id behind a colon.</param>
/// <param name="at">Where the stage stands.</param>
/// <param name="fieldWidthUm">Width of the field, µm.</param>
/// <param name="request">The scan.</param>
/// <param name="cancellationToken">Cancels before it is booked.</param>
/// <exception cref="IOException">The disk is full or gone: do not expose.</exception>
public delegate Task BookExposure(string what, StagePosition at, double fieldWidthUm, ScanRequest request, CancellationToken cancellationToken);
