using System.Diagnostics;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Tests.Segmentation;

public sealed class InstanceSeparationTests
{
    [Fact]
    public void Separate_TwoTouchingDiscs_AreTwoOfTheirSize()
    {
        LabelImage labels = new InstanceSeparation().Separate(Maps(120, 80, (40, 40, 36), (74, 40, 36)));

        Assert.Equal(2, labels.Maximum);
        double each = Math.PI * 18 * 18;
        Assert.InRange(labels.Labels.Count(l => l == 1), each * 0.93, each * 1.07);
        Assert.InRange(labels.Labels.Count(l => l == 2), each * 0.93, each * 1.07);
        Assert.Equal(1, labels[30, 40]);
        Assert.Equal(2, labels[84, 40]);
    }

    [Fact]
    public void Separate_NoisyMapOfOneDisc_StaysOne()
    {
        SegmentationMaps maps = Maps(100, 100, (50, 50, 60));
        var random = new Random(4);
        for (int i = 0; i < maps.Distance.Length; i++) maps.Distance[i] = Math.Clamp(maps.Distance[i] + (float)(random.NextDouble() - 0.5) * 0.2f, 0, 1);

        Assert.Equal(1, new InstanceSeparation().Separate(maps).Maximum);
    }

    [Fact]
    public void Separate_HoleInAParticle_IsFilled()
    {
        SegmentationMaps maps = Maps(80, 80, (40, 40, 50));
        for (int y = 36; y < 42; y++)
            for (int x = 36; x < 42; x++) maps.Foreground[y * 80 + x] = 0;

        LabelImage labels = new InstanceSeparation().Separate(maps);

        Assert.Equal(1, labels.Maximum);
        Assert.Equal(1, labels[38, 38]);
    }

    [Fact]
    public void Separate_Speck_IsDropped()
    {
        LabelImage labels = new InstanceSeparation { MinimumDiameterPx = 8 }.Separate(Maps(80, 60, (20, 30, 20), (60, 30, 6)));

        Assert.Equal(1, labels.Maximum);
        Assert.Equal(0, labels[60, 30]);
    }

    [Fact]
    public void Separate_NothingThere_IsEmpty()
        => Assert.Equal(0, new InstanceSeparation().Separate(SegmentationMaps.Empty(30, 20)).Maximum);

    [Fact]
    public void Separate_AnyDiscs_LabelsAreConnectedAndNumberedInReadingOrder()
        => Gen.Select(Gen.Double[10, 110], Gen.Double[10, 90], Gen.Double[8, 30]).Select((x, y, d) => (x, y, d)).Array[1, 8].Sample(discs =>
        {
            LabelImage labels = new InstanceSeparation().Separate(Maps(120, 100, discs));
            int next = 1;
            foreach (int label in labels.Labels)
            {
                Assert.True(label <= next);
                if (label == next) next++;
            }

            for (int label = 1; label <= labels.Maximum; label++) Assert.Equal(1, Parts(labels, label));
        }, iter: 40);

    [Fact]
    public void Separate_WholeFrame_IsQuick()
    {
        var random = new Random(2);
        SegmentationMaps maps = Maps(1024, 768, [.. Enumerable.Range(0, 400).Select(_ => (random.NextDouble() * 1024, random.NextDouble() * 768, 30.0))]);
        var separation = new InstanceSeparation();
        separation.Separate(maps);
        var watch = Stopwatch.StartNew();
        separation.Separate(maps);

        TestContext.Current.TestOutputHelper!.WriteLine($"1024 × 768, 400 particles: {watch.ElapsedMilliseconds} ms");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10));
    }

    /// <summary>Maps as a perfect network would give them.</summary>
    internal static SegmentationMaps Maps(int width, int height, params (double X, double Y, double Diameter)[] discs)
    {
        SegmentationMaps maps = SegmentationMaps.Empty(width, height);
        foreach ((double cx, double cy, double diameter) in discs)
        {
            double radius = diameter / 2;
            for (int y = Math.Max(0, (int)(cy - radius)); y < height && y <= cy + radius; y++)
            {
                for (int x = Math.Max(0, (int)(cx - radius)); x < width && x <= cx + radius; x++)
                {
                    double depth = 1 - Math.Sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy)) / radius;
                    if (depth <= 0) continue;
                    int i = y * width + x;
                    maps.Foreground[i] = 0.95f;
                    maps.Distance[i] = Math.Max(maps.Distance[i], (float)depth);
                    maps.Boundary[i] = depth * radius < 1.5 ? 0.8f : 0;
                }
            }
        }

        return maps;
    }

    private static int Parts(LabelImage labels, int label)
    {
        bool[] seen = new bool[labels.Labels.Length];
        int parts = 0;
        for (int first = 0; first < seen.Length; first++)
        {
            if (seen[first] || labels.Labels[first] != label) continue;
            parts++;
            Stack<int> open = new([first]);
            while (open.TryPop(out int i))
            {
                if (seen[i] || labels.Labels[i] != label) continue;
                seen[i] = true;
                int x = i % labels.Width;
                if (x > 0) open.Push(i - 1);
                if (x < labels.Width - 1) open.Push(i + 1);
                if (i >= labels.Width) open.Push(i - labels.Width);
                if (i + labels.Width < seen.Length) open.Push(i + labels.Width);
            }
        }

        return parts;
    }
}
