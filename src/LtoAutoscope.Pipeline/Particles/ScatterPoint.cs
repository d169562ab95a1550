namespace LtoAutoscope.Pipeline.Particles;

/// <summary>One particle in a plot.</summary>
/// <param name="Id">Its id.</param>
/// <param name="X">Horizontal value.</param>
/// <param name="Y">Vertical value.</param>
public sealed record ScatterPoint(string Id, double X, double Y);
