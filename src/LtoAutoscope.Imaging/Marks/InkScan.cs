using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Marks;

/// <summary>The patches of one ink, white or black, in a part of an image.</summary>
internal sealed class InkScan
{
    /// <summary>More patches than any text has: noise or a saturated specimen.</summary>
    private const int MostComponents = 1500;

    private const double LargestShare = 0.2;
    private const int White = 225, Black = 30, SteepFall = 60, Even = 3, SmallestPx = 5;
    private static readonly int[] StepX = [1, -1, 0, 0], StepY = [0, 0, 1, -1];

    private InkScan(ImageRegion area, int[] labels, IReadOnlyList<InkComponent> components) => (Area, Labels, Components) = (area, labels, components);

    /// <summary>The part that was looked at.</summary>
    internal ImageRegion Area { get; }

    /// <summary>Row-major over <see cref="Area"/>: 0 is no ink, else a component's label.</summary>
    internal int[] Labels { get; }

    internal IReadOnlyList<InkComponent> Components { get; }

    /// <summary>Finds the patches; null where there is so much of the ink that it must be specimen.</summary>
    /// <param name="image">The image.</param>
    /// <param name="area">The part to look at.</param>
    /// <param name="white">Which ink.</param>
    internal static InkScan? Of(GreyImage image, ImageRegion area, bool white)
    {
        int unit = image.BitsPerPixel == 16 ? 257 : 1, limit = (white ? White : Black) * unit, inked = 0, most = (int)(LargestShare * area.Width * area.Height);
        int[] labels = new int[area.Width * area.Height];
        for (int y = 0; y < area.Height; y++)
        {
            ReadOnlySpan<ushort> row = image.Pixels.AsSpan((area.Y + y) * image.Width + area.X, area.Width);
            for (int x = 0; x < row.Length; x++)
            {
                if (white ? row[x] < limit : row[x] > limit) continue;
                labels[y * area.Width + x] = -1;
                inked++;
            }
        }

        if (inked == 0 || inked > most) return null;
        List<InkComponent> components = [];
        int[] counts = new int[256];
        int label = 0;
        var queue = new Stack<int>();
        List<int> members = [];
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] != -1) continue;
            if (++label > MostComponents) return null;
            members.Clear();
            Flood(labels, area, i, label, queue, members);
            if (members.Count >= SmallestPx) components.Add(Describe(image, area, labels, members, label, unit, counts));
        }

        return new InkScan(area, labels, components);
    }

    private static void Flood(int[] labels, ImageRegion area, int start, int label, Stack<int> queue, List<int> members)
    {
        labels[start] = label;
        queue.Push(start);
        while (queue.TryPop(out int at))
        {
            members.Add(at);
            int x = at % area.Width, y = at / area.Width;
            for (int dy = -1; dy <= 1; dy++)
            {
                for (int dx = -1; dx <= 1; dx++)
                {
                    int nx = x + dx, ny = y + dy;
                    if (nx < 0 || ny < 0 || nx >= area.Width || ny >= area.Height || labels[ny * area.Width + nx] != -1) continue;
                    labels[ny * area.Width + nx] = label;
                    queue.Push(ny * area.Width + nx);
                }
            }
        }
    }

    private static InkComponent Describe(GreyImage image, ImageRegion area, int[] labels, List<int> members, int label, int unit, int[] counts)
    {
        Array.Clear(counts);
        int left = int.MaxValue, top = int.MaxValue, right = 0, bottom = 0, contour = 0, sides = 0, steep = 0;
        foreach (int at in members)
        {
            int x = at % area.Width, y = at / area.Width;
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
            int grey = Grey(x, y);
            counts[grey]++;
            bool isEdge = false;
            for (int k = 0; k < StepX.Length; k++)
            {
                int dx = StepX[k], dy = StepY[k];
                if (!Inside(x + dx, y + dy) || labels[(y + dy) * area.Width + x + dx] == label) continue;
                isEdge = true;
                sides++;
                int out1 = Math.Abs(Grey(x + dx, y + dy) - grey), out2 = Inside(x + 2 * dx, y + 2 * dy) ? Math.Abs(Grey(x + 2 * dx, y + 2 * dy) - grey) : 0;
                if (Math.Max(out1, out2) >= SteepFall) steep++;
            }

            if (isEdge) contour++;
        }

        int run = LongestRun(labels, area, label, left, top, right, bottom);
        int common = 0;
        for (int v = 0; v < 256; v++)
        {
            int sum = 0;
            for (int k = Math.Max(0, v - Even); k <= Math.Min(255, v + Even); k++) sum += counts[k];
            common = Math.Max(common, sum);
        }

        return new InkComponent(label, left, top, right, bottom, members.Count, contour, sides == 0 ? 0 : (double)steep / sides, (double)common / members.Count, run);

        bool Inside(int x, int y) => x >= 0 && y >= 0 && x < area.Width && y < area.Height;

        int Grey(int x, int y) => image.Pixels[(area.Y + y) * image.Width + area.X + x] / unit;
    }

    private static int LongestRun(int[] labels, ImageRegion area, int label, int left, int top, int right, int bottom)
    {
        int longest = 0;
        for (int y = top; y < bottom; y++)
        {
            int run = 0;
            for (int x = left; x < right; x++)
            {
                run = labels[y * area.Width + x] == label ? run + 1 : 0;
                longest = Math.Max(longest, run);
            }
        }

        return longest;
    }
}
