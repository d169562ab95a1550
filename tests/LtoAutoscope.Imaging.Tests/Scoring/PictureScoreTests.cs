using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Scoring;

namespace LtoAutoscope.Imaging.Tests.Scoring;

public sealed class PictureScoreTests
{
    [Fact]
    public void Of_EqualMasks_IsPerfect()
    {
        LabelImage truth = Parse("1100", "1102", "0002", "3300");

        PictureScore score = PictureScore.Of(truth, truth);

        Assert.Equal((1.0, 1.0, 1.0, 3, 3, 3), (score.ForegroundIou, score.TwoClassIou, score.MeanAveragePrecision, score.Matched, score.Predicted, score.True));
        Assert.Equal(0, score.DiameterError);
        Assert.Equal(0, score.CountError);
    }

    [Fact]
    public void Of_HandComputedCase_GivesTheFigures()
    {
        // Particle 1 (6 px): prediction 9 shares 4 and is 5 px large: 4/7. Particle 2 (4 px) is split into 2 + 2: 0.5 is no match. Prediction 4 (1 px) is nothing.
        LabelImage truth = Parse("111000", "111022", "000022"), found = Parse("099900", "099055", "400066");
        PictureScore score = PictureScore.Of(found, truth);

        Assert.Equal((8, 12), (score.Intersection, score.Union));
        Assert.Equal(8.0 / 12, score.ForegroundIou, 12);
        Assert.Equal((8.0 / 12 + 6.0 / 10) / 2, score.TwoClassIou, 12);
        Assert.Equal((1, 4, 2), (score.Matched, score.Predicted, score.True));
        Assert.Equal(1.0 / 5, score.AveragePrecision[0], 12);
        Assert.Equal(1.0 / 5, score.AveragePrecision[1], 12);
        Assert.Equal(0, score.AveragePrecision[2]);
        Assert.Equal(1, score.CountError);
        Assert.Equal(4.0 / 7, Assert.Single(score.MatchedIou), 12);
        Assert.Equal(1 - Math.Sqrt(5.0 / 6), Assert.Single(score.MatchedDiameterErrors), 12);
        Assert.Empty(score.MatchedAspectErrors);
        double mean = (Math.Sqrt(6) + Math.Sqrt(4)) / 2, predicted = (Math.Sqrt(5) + 2 * Math.Sqrt(2) + 1) / 4;
        Assert.Equal(Math.Abs(predicted - mean) / mean, score.DiameterError, 12);
    }

    [Fact]
    public void Of_NothingTrueAndNothingFound_IsPerfect()
    {
        var empty = new LabelImage(4, 3);

        PictureScore both = PictureScore.Of(empty, empty), phantom = PictureScore.Of(Parse("1000", "0000", "0000"), empty), blind = PictureScore.Of(empty, Parse("1000", "0000", "0000"));

        Assert.Equal((1.0, 1.0, 0.0), (both.ForegroundIou, both.AveragePrecision[0], both.DiameterError));
        Assert.Equal((0.0, 0.0, 1.0, 1.0), (phantom.ForegroundIou, phantom.AveragePrecision[0], phantom.DiameterError, phantom.CountError));
        Assert.Equal((0.0, 0.0, 1.0, -1.0), (blind.ForegroundIou, blind.AveragePrecision[0], blind.DiameterError, blind.CountError));
    }

    [Fact]
    public void Of_LabelsWithGapsAndWithoutBackground_AreNumberedAnew()
    {
        // Labels 5 and 700 alone: there is no background, so both are particles.
        PictureScore score = PictureScore.Of(new LabelImage(4, 1, [5, 5, 700, 700]), new LabelImage(4, 1, [1, 1, 2, 2]));

        Assert.Equal((2, 1.0, 1.0), (score.Predicted, score.ForegroundIou, score.TwoClassIou));
    }

    [Fact]
    public void Of_ExactlyAtAThreshold_IsNoMatchThere()
    {
        // 6 of 10 pixels: IoU 0.6 is more than 0.55 but not more than 0.6.
        PictureScore score = PictureScore.Of(new LabelImage(10, 1, [1, 1, 1, 1, 1, 1, 0, 0, 0, 0]), new LabelImage(10, 1, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]));

        Assert.Equal([1.0, 1.0, 0, 0, 0, 0, 0, 0, 0, 0], score.AveragePrecision);
    }

    [Fact]
    public void Of_Ellipse_ComparesAspectRatios()
    {
        LabelImage truth = Shapes.Ellipse(60, 30, 0.3), found = Shapes.Ellipse(50, 30, 0.3);
        var placed = new LabelImage(truth.Width, truth.Height);
        int shift = (truth.Width - found.Width) / 2;
        for (int y = 0; y < found.Height; y++)
            for (int x = 0; x < found.Width; x++) placed[x + shift, y + shift] = found[x, y];

        PictureScore score = PictureScore.Of(placed, truth);

        Assert.Equal((2 - 5.0 / 3) / 2, Assert.Single(score.MatchedAspectErrors), 2);
    }

    [Fact]
    public void Of_DifferentSizes_Throws() => Assert.Throws<ArgumentException>(() => PictureScore.Of(new LabelImage(2, 3), new LabelImage(3, 2)));

    [Fact]
    public void Of_AnyMasks_IsSymmetricInIouAndBounded()
        => Gen.Select(Gen.Int[0, 4].Array[48], Gen.Int[0, 4].Array[48]).Sample((a, b) =>
        {
            PictureScore there = PictureScore.Of(new LabelImage(8, 6, a), new LabelImage(8, 6, b)), back = PictureScore.Of(new LabelImage(8, 6, b), new LabelImage(8, 6, a));
            Assert.Equal(there.ForegroundIou, back.ForegroundIou, 1e-12);
            Assert.Equal(there.AveragePrecision, back.AveragePrecision);
            Assert.InRange(there.MeanAveragePrecision, 0, there.AveragePrecision[0]);
            Assert.True(there.Matched <= Math.Min(there.Predicted, there.True));
        }, iter: 200);

    [Fact]
    public void Quantile_BetweenRanks_IsLinear()
    {
        Assert.Equal(2.5, ScoreSpread.Quantile([4, 1, 3, 2], 0.5));
        Assert.Equal(1.15, ScoreSpread.Quantile([4, 1, 3, 2], 0.05), 12);
        Assert.Equal(7, ScoreSpread.Quantile([7], 0.95));
    }

    private static LabelImage Parse(params string[] rows) => new(rows[0].Length, rows.Length, [.. rows.SelectMany(row => row.Select(c => c - '0'))]);
}
