using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Pyramids;

/// <summary>
/// A frame in 8 bits between its own darkest and brightest value, with the percentiles that a stretch over many frames needs. For pictures only, never for measuring.
/// </summary>
/// <param name="Darkest">The grey value that 0 stands for.</param>
/// <param name="Brightest">The grey value that 255 stands for.</param>
/// <param name="Low">The 0.5th percentile of the frame, in its own grey values.</param>
/// <param name="High">The 99.5th percentile.</param>
/// <param name="Whole">All pixels.</param>
public sealed record FrameGreys(int Darkest, int Brightest, double Low, double High, ReducedPlane Whole)
{
    /// <summary>Of a frame.</summary>
    public static FrameGreys Of(GreyImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        (double low, double high) = GreyNormalisation.Range(image, GreyNormalisation.LowPercentile, GreyNormalisation.HighPercentile);
        // A tenth of headroom on either side keeps what another frame's stretch may still show; beyond it lie single hot pixels.
        double margin = Math.Max(1, (high - low) / 10);
        int darkest = (int)Math.Max(0, Math.Floor(low - margin)), brightest = (int)Math.Min(image.MaximumValue, Math.Ceiling(high + margin));
        byte[] table = new byte[image.MaximumValue + 1];
        double scale = 255.0 / Math.Max(1, brightest - darkest);
        for (int value = 0; value < table.Length; value++) table[value] = (byte)Math.Clamp(Math.Round((value - darkest) * scale), 0, 255);
        var pixels = new byte[image.Pixels.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = table[image.Pixels[i]];
        return new(darkest, Math.Max(brightest, darkest + 1), low, high, new ReducedPlane(0, image.Width, image.Height, pixels));
    }

    /// <summary>What each stored value looks like under a stretch from black at <paramref name="low"/> to white at <paramref name="high"/>, grey values of the frame.</summary>
    public static byte[] Table(int darkest, int brightest, double low, double high)
    {
        var table = new byte[256];
        double step = (brightest - darkest) / 255.0, scale = 255 / Math.Max(1e-9, high - low);
        for (int value = 0; value < table.Length; value++) table[value] = (byte)Math.Clamp(Math.Round((darkest + value * step - low) * scale), 0, 255);
        return table;
    }
}
