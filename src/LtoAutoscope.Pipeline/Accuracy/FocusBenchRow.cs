namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>One measure or search at one dose.</summary>
/// <param name="DwellUs">Dwell time, µs.</param>
/// <param name="ElectronsPerPixel">Primary electrons a pixel.</param>
/// <param name="Measure">Which.</param>
/// <param name="MedianError">Median error without sign: depths of focus, or percent for the stigmator; NaN where all declined.</param>
/// <param name="NinetyPercentError">Nine of ten errors are smaller.</param>
/// <param name="DeclinedShare">Share that declined, 0…1.</param>
/// <param name="Frames">Mean frames of a search.</param>
public sealed record FocusBenchRow(double DwellUs, double ElectronsPerPixel, string Measure, double MedianError, double NinetyPercentError, double DeclinedShare, double Frames);
