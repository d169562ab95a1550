namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Standard errors of a sample's mean, median, 10th and 90th percentile; NaN where one cluster alone does not tell.</summary>
internal readonly record struct SampleSpread(double Mean, double Median, double D10, double D90, int DegreesOfFreedom);
