namespace LtoAutoscope.Pipeline.Correlations;

/// <summary>Proposals with what they rest on.</summary>
/// <param name="Model">Id of the regression.</param>
/// <param name="ModelName">Its name.</param>
/// <param name="IsVirtual">Whether its rows were computed, not measured.</param>
/// <param name="TrainedOn">What it was trained on.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Rmse">Its error on held-out rows, a fraction.</param>
/// <param name="Best">The best prediction among its rows, a fraction: what a proposal is to beat.</param>
/// <param name="Reason">Why there are none; empty where there are some.</param>
/// <param name="Proposals">The best first.</param>
public sealed record ProposalList(string Model, string ModelName, bool IsVirtual, string TrainedOn, int Rows, double Rmse, double? Best, string Reason, IReadOnlyList<Proposal> Proposals);
