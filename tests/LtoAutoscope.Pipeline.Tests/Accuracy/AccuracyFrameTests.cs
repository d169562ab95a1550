using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Pipeline.Accuracy;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Pipeline.Tests.Accuracy;

public sealed class AccuracyFrameTests
{
    [Fact]
    public void Compare_ExactMasks_LeaveOnlyWhatMetrologyAndNeighboursDo()
    {
        AccuracyRow row = Row(static mask => mask);

        Assert.Equal(row.TrueCount, row.Matched);
        Assert.InRange(Math.Abs(row.Diameter.MedianErrorSeen), 0, 0.01);
        Assert.InRange(row.Diameter.HiddenError, -0.05, 0.005);
        Assert.InRange(Math.Abs(row.Diameter.OutlineError), 0, 1e-9);
        Assert.InRange(Math.Abs(row.Diameter.SelectionError), 0, 0.02);
        Assert.InRange(Math.Abs(row.AspectRatio.MeanErrorSeen), 0, 0.02);
        Assert.True(row.HiddenFound >= row.Hidden / 2.0 && row.FreeTakenForHidden <= 0.1 * row.TrueCount);
    }

    [Fact]
    public void Compare_OutlinesDrawnTooSmall_AreFoundOut()
    {
        AccuracyRow exact = Row(static mask => mask), eroded = Row(Erode);

        // A pixel off every edge of particles of 30 pixels: a fifteenth of the diameter, and all of it the outline's doing.
        Assert.InRange(eroded.Diameter.OutlineError, -0.09, -0.045);
        Assert.InRange(eroded.Diameter.MeanError - exact.Diameter.MeanError, -0.09, -0.045);
        Assert.Equal(exact.Diameter.TrueMean, eroded.Diameter.TrueMean);
    }

    [Fact]
    public void Series_Thirty_SpreadsOverTheWholeRange()
    {
        IReadOnlyList<AccuracyPowder> series = AccuracyPowder.Series(30, 1);

        Assert.All(series, powder => powder.Powder.Validate());
        Assert.All(series, powder => Assert.InRange(powder.DiameterPx, 25, 40));
        Assert.InRange(series.Min(p => p.Powder.MedianDiameterNm), 10, 14);
        Assert.InRange(series.Max(p => p.Powder.MedianDiameterNm), 380, 500);
        Assert.True(series.Max(p => p.Powder.MeanAspectRatio) > 3.3 && series.Min(p => p.Powder.MeanAspectRatio) < 1.1);
        Assert.Equal(series, AccuracyPowder.Series(30, 1));
    }

    private static AccuracyRow Row(Func<LabelImage, LabelImage> network)
    {
        AccuracyPowder powder = AccuracyPowder.Series(3, 1)[1];
        var world = new SyntheticPowderWorld(powder.Powder);
        double field = powder.PixelNm * 640 / 1000;
        AccuracyFrame[] frames = [.. Enumerable.Range(0, 2).Select(f =>
        {
            (LabelImage mask, IReadOnlyList<TrueParticle> particles) = world.TruthTable(
                new ViewRequest { CentreXMm = f * field / 500, CentreYMm = 0, FieldWidthUm = field, WidthPx = 640, HeightPx = 480, Identity = 1 }, TestContext.Current.CancellationToken)!.Value;
            LabelImage found = network(mask);
            IReadOnlyList<Particle> measured = ParticleContacts.Classify(found, ParticleMeasurer.Measure(found, null, powder.PixelNm, "f"));
            return AccuracyFrame.Of(mask, particles, new FrameAnalysis("f", measured, found, 0), powder.PixelNm);
        })];
        return AccuracyComparison.Compare(powder, frames);
    }

    private static LabelImage Erode(LabelImage mask)
    {
        var eroded = new LabelImage(mask.Width, mask.Height);
        for (int y = 0; y < mask.Height; y++)
        {
            for (int x = 0; x < mask.Width; x++)
            {
                int label = mask[x, y];
                bool inner = (x == 0 || mask[x - 1, y] == label) && (y == 0 || mask[x, y - 1] == label) && (x == mask.Width - 1 || mask[x + 1, y] == label) && (y == mask.Height - 1 || mask[x, y + 1] == label);
                eroded[x, y] = inner ? label : 0;
            }
        }

        return eroded;
    }
}
