using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Calibration;
using LtoAutoscope.Acquisition.Focusing;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Acquisition.Running;

/// <content>Checks the pixel size on the holder's calibration stub: at the start, every so many hours, at the end.</content>
internal sealed partial class TileTaker
{
    private const double FewestPixelsAPeriod = 4;
    private const double PeriodsWanted = 12;

    /// <summary>Checks the scale where it is due before the next tile.</summary>
    public async Task CalibrateIfDueAsync(CancellationToken cancellationToken)
    {
        if (_context.CalibrationStub is not { Grating: not null } stub || _recipe.Calibration.Check == CalibrationPolicy.Off) return;
        if (_log.History.CalibratedAt is { } last && (_context.Time.GetUtcNow() - last).TotalHours < _recipe.Calibration.EveryHours) return;
        await CalibrateAsync(stub, _log.History.CalibratedAt is null ? "start" : "interval", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks the scale at the end of a run that has checked it before.</summary>
    public async Task CalibrateAtEndAsync(CancellationToken cancellationToken)
    {
        if (_context.CalibrationStub is not { Grating: not null } stub || _log.History.CalibratedAt is null || _recipe.Calibration.Check == CalibrationPolicy.Off) return;
        try
        {
            await CalibrateAsync(stub, "end", cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault) when (fault.Fault != Fault.StoppedByOperator)
        {
            // The sample is taken: a last check that cannot be made widens its uncertainty and loses nothing.
            await _log.DecideAsync("fault", "The last check of the scale was left out", $"{fault.Message}.", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A check that fails is an incident and no reason to lose the night: without it the scale's uncertainty is what the earlier checks leave.</summary>
    private async Task CalibrateAsync(Stub stub, string reason, CancellationToken cancellationToken)
    {
        IElectronColumn column = _context.Microscope.Column;
        var incident = new IncidentLog(_log, _context.Evidence, _context.Time);
        GreyImage? picture = null;
        try
        {
            if (!_isPrepared) await PrepareAsync(cancellationToken).ConfigureAwait(false);
            _context.Observer.OnActivity($"checking the scale on stub {stub.Name}");
            StagePosition position = await _context.Microscope.Stage.MoveAsync(StageTarget.Planar(stub.XMm, stub.YMm), cancellationToken).ConfigureAwait(false);
            double fieldUm = GratingFieldUm(stub.Grating!);
            await column.SetFieldWidthUmAsync(fieldUm, cancellationToken).ConfigureAwait(false);
            double claimedUm = await column.ReadFieldWidthUmAsync(cancellationToken).ConfigureAwait(false);
            double startMm = _recipe.Focus.StartMm ?? await column.ReadWorkingDistanceMmAsync(cancellationToken).ConfigureAwait(false);
            await new Autofocus(column).FindAsync(
                new FocusSearch { Exposure = _recipe.Exposure, Focus = _recipe.Focus with { RangeMm = Math.Max(_recipe.Focus.RangeMm, 0.05) }, FieldWidthUm = claimedUm, StartMm = startMm },
                (divisor, token) => ScanGratingAsync(position, claimedUm, divisor, token), cancellationToken).ConfigureAwait(false);
            picture = (await ScanGratingAsync(position, claimedUm, 1, cancellationToken).ConfigureAwait(false))!;
            GratingReading reading = GratingMeasurement.Measure(picture, claimedUm * 1000 / picture.Width, stub.Grating!);
            double deviation = 100 * Math.Abs(reading.Scale - 1);
            if (deviation > _recipe.Calibration.MaximumDeviationPercent)
                throw new GratingNotReadException(FormattableString.Invariant($"The scale is off by {deviation:0.00} % (limit {_recipe.Calibration.MaximumDeviationPercent:0.##} %): another grating lies on stub {stub.Name}, or the instrument's magnification is wrong"));
            await _log.AppendAsync(RunEventKind.Calibrated, reading.ToJson(reason), cancellationToken).ConfigureAwait(false);
        }
        catch (GratingNotReadException unread)
        {
            await incident.BeginAsync(Trouble.Calibration(unread.Message), "", picture, cancellationToken).ConfigureAwait(false);
            await incident.StepAsync(Rung.SkipTile, "The check is left out; the uncertainty of the scale says so.", int.MaxValue, null, cancellationToken).ConfigureAwait(false);
            await incident.EndAsync("mended", $"Look at stub {stub.Name} and its certificate in the holder's file.", null, cancellationToken).ConfigureAwait(false);
            await _log.AppendAsync(RunEventKind.Calibrated, new JsonObject { ["scale"] = null, ["certified_pitch_nm"] = stub.Grating!.PitchNm, ["reason"] = $"{reason}: {unread.Message}" }, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Field and focus are the sample's again before anything else is done; a preparation sets both.
            _isPrepared = false;
        }
    }

    /// <summary>The recipe's own field where it shows enough of the grating, else the nearest that does.</summary>
    private double GratingFieldUm(CalibrationGrating grating)
    {
        double least = PeriodsWanted * grating.PitchNm / 1000 * Math.Max(1, (double)_recipe.Exposure.WidthPx / _recipe.Exposure.HeightPx);
        double most = grating.PitchNm / 1000 / FewestPixelsAPeriod * _recipe.Exposure.WidthPx;
        return Math.Clamp(_recipe.Exposure.FieldWidthUm, Math.Min(least, most), most);
    }

    private async Task<GreyImage?> ScanGratingAsync(StagePosition position, double fieldUm, int divisor, CancellationToken cancellationToken)
    {
        ExposureSettings exposure = _recipe.Exposure;
        var request = new ScanRequest(Math.Max(64, exposure.WidthPx / divisor), Math.Max(64, exposure.HeightPx / divisor), exposure.BitsPerPixel, exposure.DwellUs);
        await BookAsync("calibrate", position, fieldUm, request, cancellationToken).ConfigureAwait(false);
        return await _context.Microscope.Scanner.ScanFrameAsync(request, null, cancellationToken).ConfigureAwait(false);
    }
}
