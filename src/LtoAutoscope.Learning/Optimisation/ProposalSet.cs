namespace LtoAutoscope.Learning.Optimisation;

/// <summary>Proposed syntheses and what they rest on.</summary>
/// <param name="Proposals">The proposals, in the order in which they were chosen.</param>
/// <param name="Best">The best synthesis so far as it was measured; null without data.</param>
/// <param name="Surrogate">The Gaussian process behind them; null where there are fewer than two different syntheses.</param>
/// <param name="Note">What stands in the way, or how they were chosen, in a sentence.</param>
public sealed record ProposalSet(IReadOnlyList<SynthesisProposal> Proposals, Observation? Best, Surrogate? Surrogate, string Note);
