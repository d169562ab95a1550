using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>How the greys of a frame lie in the range that its depth can hold.</summary>
/// <param name="Low">Grey that half a percent of the pixels lie under, 0…1.</param>
/// <param name="High">Grey that half a percent of the pixels lie over, 0…1.</param>
/// <param name="ClippedShare">Share of the pixels at either end, 0…1.</param>
public readonly record struct GreyRange(double Low, double High, double ClippedShare)
{
    private const double Tail = 0.005;
    private const int Bins = 1024;

    /// <summary>Measures a frame.</summary>
    public static GreyRange Of(GreyImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var counts = new int[Bins];
        int clipped = 0;
        foreach (ushort p in image.Pixels)
        {
            counts[(int)((long)p * Bins / (image.MaximumValue + 1))]++;
            if (p == 0 || p == image.MaximumValue) clipped++;
        }

        double pixels = image.Pixels.Length;
        return new GreyRange(Percentile(counts, Tail * pixels), 1 - Percentile([.. counts.Reverse()], Tail * pixels), clipped / pixels);
    }

    /// <summary>Where so many pixels lie under, straight within a bin.</summary>
    private static double Percentile(int[] counts, double wanted)
    {
        double under = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            if (under + counts[i] >= wanted) return (i + (counts[i] > 0 ? (wanted - under) / counts[i] : 0)) / counts.Length;
            under += counts[i];
        }

        return 1;
    }
}
