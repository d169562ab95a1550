namespace LtoAutoscope.Fem.Identification.Findings;

/// <summary>A particle of the study.</summary>
/// <param name="DiameterNm">Diameter of the sphere of equal volume, nm.</param>
/// <param name="AspectRatio">Length over width.</param>
internal readonly record struct FindingsShape(double DiameterNm, double AspectRatio = 1);
