using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>What is done to basins before they count as particles: holes are filled, specks dropped, labels numbered in reading order.</summary>
internal static class LabelCleaning
{
    /// <summary>Fills each background part that only one label surrounds, that does not meet the image's border and is smaller than that label.</summary>
    internal static void FillHoles(int[] labels, int width)
    {
        int height = labels.Length / width;
        int[] areas = new int[labels.Max() + 1];
        foreach (int label in labels) areas[label]++;
        bool[] seen = new bool[labels.Length];
        Stack<int> open = [];
        List<int> part = [];
        for (int first = 0; first < labels.Length; first++)
        {
            if (seen[first] || labels[first] != 0) continue;
            part.Clear();
            open.Push(first);
            seen[first] = true;
            int owner = 0;
            bool hole = true;
            while (open.TryPop(out int pixel))
            {
                part.Add(pixel);
                int x = pixel % width, y = pixel / width;
                if (x == 0 || y == 0 || x == width - 1 || y == height - 1) hole = false;
                if (x > 0) Visit(pixel - 1);
                if (x < width - 1) Visit(pixel + 1);
                if (y > 0) Visit(pixel - width);
                if (y < height - 1) Visit(pixel + width);
            }

            if (!hole || owner == 0 || part.Count >= areas[owner]) continue;
            foreach (int pixel in part) labels[pixel] = owner;

            void Visit(int neighbour)
            {
                int label = labels[neighbour];
                if (label == 0)
                {
                    if (seen[neighbour]) return;
                    seen[neighbour] = true;
                    open.Push(neighbour);
                }
                else if (owner == 0)
                {
                    owner = label;
                }
                else if (owner != label)
                {
                    hole = false;
                }
            }
        }
    }

    /// <summary>Drops labels of fewer pixels than <paramref name="smallestArea"/> and numbers the rest 1…n in reading order.</summary>
    internal static LabelImage Renumber(int[] labels, int width, double smallestArea)
    {
        int[] areas = new int[labels.Max() + 1], numbers = new int[areas.Length];
        foreach (int label in labels) areas[label]++;
        int next = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            int label = labels[i];
            if (label == 0) continue;
            if (areas[label] < smallestArea) labels[i] = 0;
            else labels[i] = numbers[label] != 0 ? numbers[label] : numbers[label] = ++next;
        }

        return new LabelImage(width, labels.Length / width, labels);
    }
}
