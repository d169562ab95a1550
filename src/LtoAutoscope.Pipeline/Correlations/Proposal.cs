using LtoAutoscope.Learning.Responses;

namespace LtoAutoscope.Pipeline.Correlations;

/// <summary>A morphology that is worth making next, with what was made so far that is nearest to it.</summary>
/// <param name="Name">A name for the sample, free among those registered.</param>
/// <param name="Morphology">The morphology and what is expected of it.</param>
/// <param name="Nearest">The measured sample whose morphology is nearest, or null where none has all features.</param>
/// <param name="NearestDistance">How far it is, standard deviations of the training rows; null without one.</param>
/// <param name="Description">A sentence for the sample's description: where the proposal comes from.</param>
public sealed record Proposal(string Name, MorphologyProposal Morphology, SamplePoint? Nearest, double? NearestDistance, string Description)
{
    /// <summary>The efficiency that none exceeds.</summary>
    public const double Whole = 1;

    /// <summary>Whether the regression, which does not know that, gives more.</summary>
    public bool ExceedsWhole => Morphology.Predicted > Whole;
}
