namespace LtoAutoscope.Learning.Responses;

/// <summary>A morphology that is worth making next, as a regression sees it.</summary>
/// <param name="Features">The value of each feature, by its name.</param>
/// <param name="Predicted">The prediction there, as the regression gives it: it knows no ceiling.</param>
/// <param name="Deviation">Its standard uncertainty: the error on held-out rows and the spread of the fits, added in squares.</param>
/// <param name="Spread">The spread of the fits alone.</param>
/// <param name="Distance">Mean distance to the nearest rows, standard deviations of the training rows.</param>
/// <param name="Expects">How much better than the best row the target is expected to be on average, were it made (expected improvement); units of the target.</param>
public sealed record MorphologyProposal(IReadOnlyDictionary<string, double> Features, double Predicted, double Deviation, double Spread, double Distance, double Expects);
