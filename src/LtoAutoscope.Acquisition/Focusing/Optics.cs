using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>What the searches share.</summary>
internal static class Optics
{
    private const int LeastEdgePx = 96;
    private static readonly TimeSpan RestoreTime = TimeSpan.FromSeconds(10);

    /// <summary>The divisor that is used: the one that is wanted, halved until the shorter edge has 96 pixels.</summary>
    internal static int Divisor(ExposureSettings exposure, int wanted)
    {
        int divisor = wanted;
        while (divisor > 1 && Math.Min(exposure.WidthPx, exposure.HeightPx) / divisor < LeastEdgePx) divisor /= 2;
        return Math.Max(1, divisor);
    }

    /// <summary>The scan of a frame with fewer pixels over the same field.</summary>
    internal static ScanRequest Request(ExposureSettings exposure, int divisor)
    {
        int by = Divisor(exposure, divisor);
        return new ScanRequest(exposure.WidthPx / by, exposure.HeightPx / by, exposure.BitsPerPixel, exposure.DwellUs);
    }

    /// <summary>Puts a setting back after a search that broke off. What broke it off is told to the caller; that the setting could not be put back is not.</summary>
    internal static async Task RestoreAsync(Func<CancellationToken, Task> set)
    {
        using var limit = new CancellationTokenSource(RestoreTime);
        try
        {
            await set(limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is InstrumentFaultException or OperationCanceledException or IOException)
        {
            // A link that is gone, or a stop: the next process sets what its journal says.
        }
    }
}
