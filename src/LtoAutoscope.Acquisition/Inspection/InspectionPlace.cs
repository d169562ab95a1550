namespace LtoAutoscope.Acquisition.Inspection;

/// <summary>What is known of a frame besides picture and metadata.</summary>
/// <param name="DriftNmPerS">Drift as last measured, nm/s; null where nobody measured.</param>
/// <param name="EarlierDosePerNm2">Electrons per nm² that the place had got before this exposure; null where nobody knows.</param>
public readonly record struct InspectionPlace(double? DriftNmPerS = null, double? EarlierDosePerNm2 = null);
