namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A sample of the laboratory on a response surface.</summary>
/// <param name="Sample">Its name.</param>
/// <param name="X">Its value along x.</param>
/// <param name="Y">Its value along y.</param>
/// <param name="Predicted">The prediction at its own features, all of them.</param>
/// <param name="Supported">Whether the regression's data support it there.</param>
/// <param name="Measured">The measured efficiency, or null.</param>
public sealed record SurfaceSample(string Sample, double X, double Y, double Predicted, bool Supported, double? Measured);
