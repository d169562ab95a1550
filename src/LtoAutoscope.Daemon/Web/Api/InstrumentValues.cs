using LtoAutoscope.Pipeline.Control;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>How the instrument stands.</summary>
/// <param name="Strip">What the strip shows, with its age.</param>
/// <param name="Optics">Column and detectors; null without a connection.</param>
public sealed record InstrumentValues(InstrumentView Strip, OpticsView? Optics);
