using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Tests.Segmentation;

public sealed class HoleFillingTests
{
    [Fact]
    public void Fill_HoleOfOneLabel_IsFilled_ThatOfTwoIsNot()
    {
        int[] labels =
        [
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 1, 1, 1, 1, 2, 2, 2, 2, 0,
            0, 1, 0, 1, 1, 0, 2, 2, 2, 0,
            0, 1, 1, 1, 1, 2, 2, 0, 2, 0,
            0, 1, 1, 1, 1, 2, 2, 2, 2, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ];

        HoleFilling.Fill(labels, 10);

        Assert.Equal(1, labels[2 * 10 + 2]);
        Assert.Equal(0, labels[2 * 10 + 5]);
        Assert.Equal(2, labels[3 * 10 + 7]);
        Assert.Equal(0, labels[0]);
    }

    [Fact]
    public void Fill_AnyLabels_AsFloodingPixelByPixel()
        => Gen.Select(Gen.Int[3, 14], Gen.Int[0, 4].Array[14 * 12]).Sample((width, cells) =>
        {
            int[] labels = [.. cells.Take(width * 12).Select(c => Math.Max(c - 1, 0))], expected = [.. labels];

            HoleFilling.Fill(labels, width);
            Flood(expected, width);

            Assert.Equal(expected, labels);
        }, iter: 1000);

    /// <summary>The definition, pixel by pixel.</summary>
    private static void Flood(int[] labels, int width)
    {
        int[] before = [.. labels];
        bool[] seen = new bool[labels.Length];
        for (int first = 0; first < labels.Length; first++)
        {
            if (seen[first] || before[first] != 0) continue;
            List<int> part = [first];
            HashSet<int> around = [];
            bool border = false;
            seen[first] = true;
            for (int k = 0; k < part.Count; k++)
            {
                int x = part[k] % width;
                if (x == 0 || x == width - 1 || part[k] < width || part[k] + width >= labels.Length) border = true;
                foreach (int next in Neighbours(part[k], x, width, labels.Length))
                {
                    if (before[next] != 0) around.Add(before[next]);
                    else if (!seen[next])
                    {
                        seen[next] = true;
                        part.Add(next);
                    }
                }
            }

            if (border || around.Count != 1 || part.Count >= before.Count(l => l == around.Single())) continue;
            foreach (int pixel in part) labels[pixel] = around.Single();
        }
    }

    private static IEnumerable<int> Neighbours(int pixel, int x, int width, int length)
    {
        if (x > 0) yield return pixel - 1;
        if (x < width - 1) yield return pixel + 1;
        if (pixel >= width) yield return pixel - width;
        if (pixel + width < length) yield return pixel + width;
    }
}
