namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>What focus needs at a place.</summary>
/// <param name="Trigger">Why it is looked after.</param>
/// <param name="Reason">The same with figures, for people; empty for <see cref="FocusTrigger.None"/>.</param>
/// <param name="Action">What is to be done.</param>
/// <param name="PredictedMm">Where focus is expected, mm: the surface's prediction, or the last working distance; null where nothing is known.</param>
/// <param name="StandardErrorMm">Standard error of the prediction, mm; null where there is no surface yet.</param>
public sealed record FocusNeed(FocusTrigger Trigger, string Reason, FocusAction Action, double? PredictedMm, double? StandardErrorMm);
