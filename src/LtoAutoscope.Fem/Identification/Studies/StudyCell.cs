namespace LtoAutoscope.Fem.Identification.Studies;

/// <summary>A cell of a study.</summary>
/// <param name="Sample">The sample whose powder is in it; cells of one sample are left out together.</param>
/// <param name="Cell">What was measured of it.</param>
public sealed record StudyCell(string Sample, FitCell Cell);
