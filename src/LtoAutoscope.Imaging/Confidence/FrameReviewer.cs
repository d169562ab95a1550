using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Confidence;

/// <summary>Gives the particles of a frame their confidence, and the frame its review.</summary>
public static class FrameReviewer
{
    /// <summary>Confidence of each label (index 0 is unused), and what speaks against the frame; both say nothing where the network has no confidence model.</summary>
    public static (double[]? Confidences, FrameReview Review) Review(SegmentationModel network, SegmentationResult result)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(result);
        if (network.Confidence is not { } model) return (null, FrameReview.None);
        Evidence evidence = Gather(network, result, model.Particle);
        double distance = model.Frame.Distance(evidence.Figures);
        return (evidence.Confidences, new FrameReview(model.Frame.Score(distance), evidence.Opinion.ForegroundIou, Flags(model, evidence)));
    }

    internal static Evidence Gather(SegmentationModel network, SegmentationResult result, ParticleConfidence? particle)
    {
        SegmentationMaps maps = result.Maps;
        double[][] features = ParticleFeatures.Of(maps, result.AnalysedLabels, result.Scale, network.TargetDiameterPx);
        double[] confidences = [.. features.Select((row, label) => label == 0 || particle is null ? 0 : particle.Of(row))];
        double[] figures = FrameStatistics.Of(result.Grey, maps, result.AnalysedLabels, features, confidences);
        SecondOpinion opinion = SecondOpinion.Of(result.Grey, maps.Width, maps.Height, result.AnalysedLabels, network.TargetDiameterPx / result.Scale);
        return new Evidence(features, confidences, figures, opinion);
    }

    internal static string[] Flags(ConfidenceModel model, Evidence evidence)
    {
        string?[] flags =
        [
            evidence.Confidences.Length < 2 ? "No particle was found" : null, model.Frame.Objection(evidence.Figures), model.SecondOpinion.Objection(evidence.Opinion),
        ];
        return [.. flags.OfType<string>()];
    }

    /// <summary>What is known of one segmented frame.</summary>
    internal sealed record Evidence(double[][] Features, double[] Confidences, double[] Figures, SecondOpinion Opinion);
}
