using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Confidence;

/// <summary>What a method without a network makes of a frame, beside what the network made of it. Both are compared on a reduced picture.</summary>
/// <param name="ForegroundIou">IoU of the two foregrounds, 0…1; 1 where both are empty.</param>
/// <param name="NetworkCoverage">Share of the frame that the network marks.</param>
/// <param name="ClassicalCoverage">Share that the other method marks.</param>
/// <param name="NetworkCount">Particles of the network.</param>
/// <param name="ClassicalCount">Particles of the other method.</param>
internal sealed record SecondOpinion(double ForegroundIou, double NetworkCoverage, double ClassicalCoverage, int NetworkCount, int ClassicalCount)
{
    /// <summary>Particle diameter to which the picture is reduced, pixels; a picture is never enlarged.</summary>
    private const double DiameterPx = 12;

    private const int MostPixels = 120_000;
    private const double SmoothingPx = 0.8;

    /// <summary>Natural logarithm of the network's count over the other's, each plus one.</summary>
    internal double LogCountRatio => Math.Log((NetworkCount + 1.0) / (ClassicalCount + 1.0));

    /// <summary>Asks the classical method.</summary>
    /// <param name="grey">Standardised grey of the analysed part.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="labels">The network's mask of the analysed part.</param>
    /// <param name="diameterPx">About how large the particles are, pixels of the picture.</param>
    internal static SecondOpinion Of(float[] grey, int width, int height, LabelImage labels, double diameterPx)
    {
        double factor = Math.Min(1, Math.Min(DiameterPx / diameterPx, Math.Sqrt((double)MostPixels / ((long)width * height))));
        int w = Math.Max(16, (int)Math.Round(width * factor)), h = Math.Max(16, (int)Math.Round(height * factor));
        LabelImage other = new ClassicalSegmenter { SmoothingPx = SmoothingPx, MinimumDiameterPx = Math.Max(3, ParticleSegmenter.SmallestPart * diameterPx * factor) }
            .Segment(Resampling.Resize(grey, width, height, w, h), w, h);
        int both = 0, network = 0, classical = 0;
        for (int y = 0; y < h; y++)
        {
            int row = Math.Min(height - 1, (int)((y + 0.5) * height / h)) * width;
            for (int x = 0; x < w; x++)
            {
                bool a = labels.Labels[row + Math.Min(width - 1, (int)((x + 0.5) * width / w))] > 0, b = other[x, y] > 0;
                if (a) network++;
                if (b) classical++;
                if (a && b) both++;
            }
        }

        int union = network + classical - both;
        double area = (double)w * h;
        return new SecondOpinion(union == 0 ? 1 : (double)both / union, network / area, classical / area, labels.Maximum, other.Maximum);
    }
}
