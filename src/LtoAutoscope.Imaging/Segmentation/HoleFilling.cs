namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// Fills holes of labels. The background is taken as runs along rows, joined to 4-connected parts by union and find; only parts that do not meet the
/// image's border, which are few, are looked at pixel by pixel.
/// </summary>
internal static class HoleFilling
{
    /// <summary>Fills each background part that only one label surrounds, that does not meet the image's border and is smaller than that label.</summary>
    /// <param name="labels">Row-major, 0 background; changed in place.</param>
    /// <param name="width">Width of the image.</param>
    internal static void Fill(int[] labels, int width)
    {
        List<Run> runs = Collect(labels, width);
        int[] parent = Join(runs, width, labels.Length / width);
        int outside = Find(parent, runs.Count);
        Dictionary<int, Part> parts = [];
        for (int r = 0; r < runs.Count; r++)
        {
            int root = Find(parent, r);
            if (root == outside) continue;
            if (!parts.TryGetValue(root, out Part? part)) parts.Add(root, part = new Part());
            part.Look(labels, width, runs[r]);
        }

        if (parts.Count == 0) return;
        int[] areas = new int[labels.Max() + 1];
        foreach (int label in labels) areas[label]++;
        for (int r = 0; r < runs.Count; r++)
        {
            if (parts.TryGetValue(Find(parent, r), out Part? part) && part.IsHoleIn(areas))
                labels.AsSpan(runs[r].Start, runs[r].Length).Fill(part.Owner);
        }
    }

    private static List<Run> Collect(int[] labels, int width)
    {
        List<Run> runs = [];
        for (int start = 0; start < labels.Length; start += width)
        {
            ReadOnlySpan<int> row = labels.AsSpan(start, width);
            for (int x = 0; x < width;)
            {
                int gap = row[x..].IndexOf(0);
                if (gap < 0) break;
                x += gap;
                int length = row[x..].IndexOfAnyExcept(0);
                if (length < 0) length = width - x;
                runs.Add(new Run(start + x, length));
                x += length;
            }
        }

        return runs;
    }

    /// <summary>Parents of the runs; one more entry stands for all that meets the border.</summary>
    private static int[] Join(List<Run> runs, int width, int height)
    {
        int[] parent = [.. Enumerable.Range(0, runs.Count + 1)];
        int above = 0;
        for (int r = 0; r < runs.Count; r++)
        {
            Run run = runs[r];
            int x = run.Start % width, y = run.Start / width;
            if (x == 0 || y == 0 || x + run.Length == width || y == height - 1) Unite(parent, r, runs.Count);
            while (above < r && runs[above].Start + runs[above].Length <= run.Start - width) above++;
            for (int a = above; a < r && runs[a].Start < run.Start - width + run.Length; a++) Unite(parent, a, r);
        }

        return parent;
    }

    private static void Unite(int[] parent, int a, int b) => parent[Find(parent, a)] = Find(parent, b);

    private static int Find(int[] parent, int run)
    {
        while (parent[run] != run)
        {
            parent[run] = parent[parent[run]];
            run = parent[run];
        }

        return run;
    }

    /// <summary>Background pixels side by side in one row.</summary>
    private readonly record struct Run(int Start, int Length);

    /// <summary>What surrounds a part of the background.</summary>
    private sealed class Part
    {
        private int area;
        private bool mixed;

        /// <summary>The label next to it; 0 as long as none was seen.</summary>
        internal int Owner { get; private set; }

        internal bool IsHoleIn(int[] areas) => !mixed && Owner > 0 && area < areas[Owner];

        /// <summary>Looks at the neighbours of a run that does not meet the border.</summary>
        internal void Look(int[] labels, int width, Run run)
        {
            area += run.Length;
            See(labels[run.Start - 1]);
            See(labels[run.Start + run.Length]);
            for (int i = run.Start; i < run.Start + run.Length; i++)
            {
                See(labels[i - width]);
                See(labels[i + width]);
            }
        }

        private void See(int label)
        {
            if (label == 0) return;
            if (Owner == 0) Owner = label;
            else if (Owner != label) mixed = true;
        }
    }
}
