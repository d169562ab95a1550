using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Confidence;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>Segments a frame with a network and measures its particles.</summary>
/// <param name="model">The network; not owned.</param>
/// <param name="settings">How particles are found.</param>
/// <param name="expectedDiameterNm">What the maker expects, nm: it sets the scale at which the network looks; null has it found from each picture.</param>
/// <remarks>Thread safety: several frames may be analysed at once. The work runs on the thread pool.</remarks>
public sealed class FrameAnalyser(SegmentationModel model, SegmentationSettings settings, double? expectedDiameterNm) : IFrameAnalyser
{
    private readonly ParticleSegmenter segmenter = new(model, settings);

    /// <summary>Pixels that the network may see of a frame; see <see cref="ParticleSegmenter.SeenPixels"/>.</summary>
    public long SeenPixels
    {
        get => segmenter.SeenPixels;
        init => segmenter = new ParticleSegmenter(model, settings) { SeenPixels = value };
    }

    /// <inheritdoc/>
    public string ModelIdentity => model.Identity;

    /// <inheritdoc/>
    /// <exception cref="InputException">The frame's pixel size is not known.</exception>
    public Task<FrameAnalysis> AnalyseAsync(Frame frame, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Task.Run(() => Analyse(frame, cancellationToken).Analysis, cancellationToken);
    }

    /// <summary>The same on the calling thread, with what the segmentation tells besides.</summary>
    public (FrameAnalysis Analysis, SegmentationResult Segmentation) Analyse(Frame frame, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        long begun = System.Diagnostics.Stopwatch.GetTimestamp();
        string name = frame.Metadata.FrameId;
        if (frame.Metadata.PixelSizeNm is not double pixelSize || !(pixelSize > 0))
            throw new InputException("The pixel size is not known, so nothing can be measured in nm", name, "Give it with `--pixel-size-nm`");
        SegmentationResult result = segmenter.Segment(frame.Image, expectedDiameterNm / pixelSize, cancellationToken, frame.Metadata.PictureArea);
        IReadOnlyList<Particle> particles;
        using (AnalysisStage.Start(AnalysisStage.Measures))
        {
            IReadOnlyList<Particle> measured = ParticleMeasurer.Measure(
                result.Labels, result.Foreground, pixelSize, name, result.Analysed, frame.Image, settings.Threshold, Environment.ProcessorCount);
            particles = EdgeResponses.Attach(
                frame.Image, result.Labels, result.Foreground, settings.Threshold, pixelSize, ParticleContacts.Classify(result.Labels, measured, result.Analysed));
        }

        FrameReview review;
        using (AnalysisStage.Start(AnalysisStage.Review))
        {
            (double[]? confidences, review) = FrameReviewer.Review(model, result);
            if (confidences is not null) particles = [.. particles.Select(particle => particle with { Confidence = confidences[particle.LabelId] })];
        }

        int covered = result.Labels.Labels.Length - result.Labels.Labels.AsSpan().Count(0);
        double fraction = (double)covered / ((double)result.Analysed.Width * result.Analysed.Height);
        AnalysisMetrics.Analysed(begun, particles.Count);
        return (new FrameAnalysis(name, particles, result.Labels, fraction) { Review = review }, result);
    }
}
