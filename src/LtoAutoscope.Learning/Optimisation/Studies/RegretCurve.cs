namespace LtoAutoscope.Learning.Optimisation.Studies;

/// <summary>Simple regret over the budget: how far the synthesis that one would recommend then truly falls short of the best there is: the tried one that measured best, and where cells are noisy and a model stands, the tried one that the model holds for best.</summary>
/// <param name="Problem">Name of the problem.</param>
/// <param name="Method">How the points were chosen.</param>
/// <param name="Seeds">Repetitions behind it.</param>
/// <param name="Lower">First quartile after each synthesis.</param>
/// <param name="Median">Median.</param>
/// <param name="Upper">Third quartile.</param>
public sealed record RegretCurve(string Problem, SearchMethod Method, int Seeds, IReadOnlyList<double> Lower, IReadOnlyList<double> Median, IReadOnlyList<double> Upper);
