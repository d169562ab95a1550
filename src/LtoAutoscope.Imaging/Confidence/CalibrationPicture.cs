using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Scoring;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Confidence;

/// <summary>What one picture with a true mask tells for the fit.</summary>
internal sealed class CalibrationPicture
{
    private const int PixelsDrawn = 4000;

    private CalibrationPicture(LabelledPicture picture) => Picture = picture;

    internal LabelledPicture Picture { get; }

    /// <summary>The network's own foreground probability of pixels drawn evenly, and whether they are foreground in truth.</summary>
    internal (double Probability, bool IsForeground)[] Pixels { get; private set; } = [];

    /// <summary>Foreground IoU at 0.5 of the network's own probability.</summary>
    internal double IouBefore { get; private set; }

    /// <summary>Foreground IoU at 0.5 of the calibrated probability.</summary>
    internal double IouAfter { get; private set; }

    internal FrameReviewer.Evidence Evidence { get; private set; } = null!;

    /// <summary>Whether each particle found is matched at IoU &gt; 0.5; index 0 is unused.</summary>
    internal bool[] Matched { get; private set; } = [];

    /// <summary>The classical method against truth.</summary>
    internal double ClassicalIou { get; private set; }

    /// <summary>Segments with the network's own probability and draws pixels.</summary>
    internal static CalibrationPicture Draw(LabelledPicture picture, ParticleSegmenter segmenter, bool knownScale, CancellationToken cancellationToken)
    {
        (SegmentationResult result, DenseLabels truth) = Segment(picture, segmenter, knownScale, cancellationToken);
        var drawn = new CalibrationPicture(picture) { IouBefore = PictureScore.Of(DenseLabels.Of(result.Labels), truth).ForegroundIou };
        float[] map = result.Maps.Foreground.ToArray();
        int[] inside = Part(truth, result.Analysed).Labels;

        // A step that shares no factor with the width walks over all columns.
        int step = Math.Max(1, map.Length / PixelsDrawn) | 1;
        while (step > 1 && result.Maps.Width % step == 0) step += 2;
        drawn.Pixels = [.. Enumerable.Range(0, map.Length / step).Select(k => ((double)map[k * step], inside[k * step] > 0))];
        return drawn;
    }

    /// <summary>Segments with the calibrated probability and gathers the evidence.</summary>
    internal void Gather(SegmentationModel network, ParticleSegmenter segmenter, bool knownScale, CancellationToken cancellationToken)
    {
        (SegmentationResult result, DenseLabels truth) = Segment(Picture, segmenter, knownScale, cancellationToken);
        DenseLabels found = DenseLabels.Of(result.Labels);
        IouAfter = PictureScore.Of(found, truth).ForegroundIou;
        Matched = [.. MaskOverlap.Of(truth, found).BestIou.Select(static iou => iou > 0.5)];
        Evidence = FrameReviewer.Gather(network, result, null);
        ClassicalIou = SecondOpinion.Of(
            result.Grey, result.Maps.Width, result.Maps.Height, Part(truth, result.Analysed), network.TargetDiameterPx / result.Scale).ForegroundIou;
    }

    /// <summary>The evidence with the confidences of a model.</summary>
    internal FrameReviewer.Evidence With(ParticleConfidence particle)
    {
        double[] confidences = [.. Evidence.Features.Select((row, label) => label == 0 ? 0 : particle.Of(row))], figures = [.. Evidence.Figures];
        if (confidences.Length > 1) figures[FrameStatistics.Confidence] = FrameStatistics.MeanConfidence(Evidence.Features, confidences);
        return Evidence with { Confidences = confidences, Figures = figures };
    }

    private static LabelImage Part(DenseLabels truth, ImageRegion area)
    {
        var part = new LabelImage(area.Width, area.Height);
        for (int y = 0; y < area.Height; y++) Array.Copy(truth.Labels, (area.Y + y) * truth.Width + area.X, part.Labels, y * area.Width, area.Width);
        return part;
    }

    private static (SegmentationResult Result, DenseLabels Truth) Segment(LabelledPicture picture, ParticleSegmenter segmenter, bool knownScale, CancellationToken cancellationToken)
    {
        string path = picture.ImagePath ?? throw new InputException($"The picture of '{picture.Name}' is missing", picture.LabelPath, "Put it under images/ beside labels/");
        GreyImage image = ImageReader.Read(path).Image;
        DenseLabels truth = DenseLabels.Read(picture.LabelPath);
        if (truth.Width != image.Width || truth.Height != image.Height)
            throw new InputException($"The mask has {truth.Width} × {truth.Height} pixels, its picture {image.Width} × {image.Height}", picture.LabelPath, "Give a mask of the picture's size");
        double? expected = knownScale ? SetPrediction.MedianDiameter(truth) : null;
        return (segmenter.Segment(image, expected, cancellationToken), truth);
    }
}
