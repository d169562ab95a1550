using LtoAutoscope.Domain.Doses;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>Books every exposure of a run in the sample's ledger before the beam falls on the place, and knows what a place has got already.</summary>
public sealed class DoseBook(RunRecord run, IDoseLedger ledger, TimeProvider time)
{
    private const double ElementaryChargeC = 1.602176634e-19;

    /// <summary>Electrons per nm² of one frame.</summary>
    /// <param name="currentPa">Probe current, pA; null where it cannot be read.</param>
    /// <param name="dwellUs">Dwell time a pixel, µs.</param>
    /// <param name="pixelSizeNm">Edge of a pixel, nm.</param>
    /// <returns>Null without a probe current.</returns>
    public static double? DosePerNm2(double? currentPa, double dwellUs, double pixelSizeNm)
        => currentPa * 1e-12 * dwellUs * 1e-6 / ElementaryChargeC / (pixelSizeNm * pixelSizeNm);

    /// <summary>Books an exposure around a place on the stage.</summary>
    /// <param name="what">A frame id, or what for and the frame id behind a colon.</param>
    /// <param name="xMm">Middle of the field, stage, mm.</param>
    /// <param name="yMm">Middle of the field, stage, mm.</param>
    /// <param name="fieldWidthUm">Width of the field, µm.</param>
    /// <param name="request">The scan.</param>
    /// <param name="currentPa">Probe current, pA, or null.</param>
    /// <param name="cancellationToken">Cancels before it is booked.</param>
    /// <returns>The dose, electrons per nm², or null.</returns>
    /// <exception cref="IOException">The disk is full or gone: do not expose.</exception>
    public async Task<double?> BookAsync(string what, double xMm, double yMm, double fieldWidthUm, ScanRequest request, double? currentPa, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        double? dose = DosePerNm2(currentPa, request.DwellUs, fieldWidthUm * 1000 / request.WidthPx);
        await ledger.BookAsync(new DoseEntry(
            time.GetUtcNow(), run.RunId, what, xMm - run.Stub.XMm, yMm - run.Stub.YMm, fieldWidthUm, fieldWidthUm * request.HeightPx / request.WidthPx, dose), cancellationToken).ConfigureAwait(false);
        return dose;
    }

    /// <summary>What a field has got already, electrons per nm² and number of exposures; exposures of unknown dose count in the number only.</summary>
    public (double DosePerNm2, int Exposures, int OtherRuns) Before(double xMm, double yMm, double fieldWidthUm, double fieldHeightUm)
    {
        IReadOnlyList<DoseEntry> entries = ledger.At(xMm - run.Stub.XMm, yMm - run.Stub.YMm, fieldWidthUm, fieldHeightUm);
        return (entries.Sum(entry => entry.DosePerNm2 ?? 0), entries.Count, entries.Count(entry => entry.RunId != run.RunId));
    }
}
