using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>What is done to basins before they count as particles: holes are filled, specks dropped, labels numbered in reading order.</summary>
internal static class LabelCleaning
{
    /// <summary>Fills each background part that only one label surrounds, that does not meet the image's border and is smaller than that label.</summary>
    internal static void FillHoles(int[] labels, int width) => HoleFilling.Fill(labels, width);

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
