using LtoAutoscope.Twin.Column;
using static LtoAutoscope.Twin.Servers.RemCon32.RemCon32Command;

namespace LtoAutoscope.Twin.Servers.RemCon32;

/// <summary>Beam, lens, apertures, detectors and vacuum of the twin by RemCon32's verbs.</summary>
/// <remarks>Thread safety: all members.</remarks>
internal sealed class RemCon32Column(TwinMicroscope microscope)
{
    private const double BeamShiftFullScaleMm = 0.015;

    /// <summary>Field width times magnification, µm: that of a picture 100 mm wide, so that all of the column's fields are magnifications of RemCon32.</summary>
    internal const double FieldTimesMagnification = 100_000;
    private readonly Lock _state = new();
    private (double X, double Y) _apertureAlignment, _gunAlignment;
    private bool _gunIsOn = true;
    private bool _automaticBrightness, _automaticContrast;
    private double _onSince = double.NegativeInfinity;

    private ColumnModel Column => microscope.Column;

    public void AddTo(Dictionary<string, RemCon32Command> commands)
    {
        commands["EHT?"] = Ask(() => Text(EnergyKv()));
        commands["EHT"] = Set(1, request => SetEnergy(request.Number(0, 0, 40)));
        commands["BMON"] = Set(1, request => SwitchBeam(request.Whole(0, 0, 2)));
        commands["BMON?"] = Ask(() => Text(IsOn));
        commands["GUN?"] = Ask(() => { lock (_state) return Text(_gunIsOn && Column.BeamState != -1); });
        commands["BBL?"] = Ask(() => Text(Column.Blanker == 1));
        commands["BBLK"] = Set(1, request => Column.Blanker = request.Flag(0) ? 1 : 2);
        commands["MAG?"] = Ask(() => Text(FieldTimesMagnification / Column.FieldWidthUm));
        commands["MAG"] = Set(1, request => SetMagnification(request.Number(0, 5, 2e6)));
        commands["PIX?"] = Ask(() => Text(Column.FieldWidthUm * 1000 / 1024));
        commands["FOC?"] = Ask(() => Text(Column.WorkingDistanceMm));
        commands["FOCS"] = Set(1, request => Column.WorkingDistanceMm = request.Number(0, 0, 121) is >= 1 and var focus ? focus : throw new RemCon32RefusalException(RemCon32Error.Unattainable));
        commands["STI?"] = Ask(() => $"{Text(Column.Stigmator.X)} {Text(Column.Stigmator.Y)}");
        commands["STIM"] = commands["STIG"] = Set(2, request => Column.Stigmator = Percent(request));
        commands["APR?"] = Ask(() => Text(Column.Aperture));
        commands["APER"] = Set(1, request => Column.Aperture = request.Whole(0, 1, 6));
        commands["ALN?"] = Ask(() => { lock (_state) return $"{Text(_apertureAlignment.X)} {Text(_apertureAlignment.Y)}"; });
        commands["AALN"] = Set(2, request => { lock (_state) _apertureAlignment = Percent(request); });
        commands["GALN"] = Set(2, request => { lock (_state) _gunAlignment = Percent(request); });
        commands["BEAM"] = Set(2, request => Column.ImageShift = (request.Number(0, -1, 1) * BeamShiftFullScaleMm, request.Number(1, -1, 1) * BeamShiftFullScaleMm));
        commands["CTRB"] = Set(0, _ => Column.ImageShift = (0, 0));
        commands["SCM"] = Set(1, request => Column.IsSpecimenCurrentMonitorOn = request.Flag(0));
        commands["PRB?"] = Ask(() => Column.IsSpecimenCurrentMonitorOn ? Small(Column.TrueProbeCurrentPa * 1e-12) : throw new RemCon32RefusalException(RemCon32Error.NotNow));
        commands["PROB"] = Set(1, request => SetProbeCurrent(request.Number(0, 1e-14, 2e-5) * 1e12));
        commands["DET?"] = Ask(() => Column.DetectorName);
        commands["DET"] = Set(1, request => SelectDetector(request.Arguments[0]));
        commands["BGT?"] = Ask(() => Text(Column.BrightnessPercent));
        commands["BRGT"] = commands["BGTT"] = Set(1, request => SetSignal(request.Number(0, 0, 100), null));
        commands["CST?"] = Ask(() => Text(Column.ContrastPercent));
        commands["CRST"] = Set(1, request => SetSignal(null, request.Number(0, 0, 100)));
        commands["ABGT?"] = Ask(() => { lock (_state) return Text(_automaticBrightness); });
        commands["ABGT"] = Set(1, request => SetAutomatic(request.Flag(0), null));
        commands["ACST?"] = Ask(() => { lock (_state) return Text(_automaticContrast); });
        commands["ACST"] = Set(1, request => SetAutomatic(null, request.Flag(0)));
        commands["VAC?"] = Ask(() => Small(microscope.Vacuum.PressurePa));
    }

    private bool IsOn => Column.BeamState is 1 or 1000;

    private static (double X, double Y) Percent(RemCon32Request request) => (request.Number(0, -100, 100), request.Number(1, -100, 100));

    /// <summary>The voltage that stands, 0 while the beam is off; it rises while the beam comes up.</summary>
    private double EnergyKv()
    {
        if (!IsOn) return 0;
        double since, rise = Column.Options.BeamOnSeconds;
        lock (_state) since = microscope.Clock.Now - _onSince;
        return Column.VoltageV / 1000 * (since < rise ? Math.Max(0, since / rise) : 1);
    }

    private void SetEnergy(double energyKv)
    {
        if (energyKv * 1000 > Column.Options.MaximumVoltageV) throw new RemCon32RefusalException(RemCon32Error.Unattainable);
        Column.SetVoltage(energyKv * 1000);
    }

    private void SwitchBeam(int state)
    {
        if (state != 1)
        {
            Column.SwitchOff();
            lock (_state) if (state == 0) _gunIsOn = false;
            return;
        }

        if (microscope.Vacuum.Status != 0 || Column.BeamState == -1) throw new RemCon32RefusalException(RemCon32Error.NotNow);
        lock (_state)
        {
            _gunIsOn = true;
            if (!IsOn) _onSince = microscope.Clock.Now;
            Column.SwitchOn();
        }
    }

    private void SetMagnification(double magnification)
    {
        double field = FieldTimesMagnification / magnification;
        Column.FieldWidthUm = field is >= 0.1 and <= 20000 ? field : throw new RemCon32RefusalException(RemCon32Error.Unattainable);
    }

    private void SetProbeCurrent(double currentPa)
    {
        if (currentPa is < 1 or > 1e5) throw new RemCon32RefusalException(RemCon32Error.Unattainable);
        Column.ProbeCurrentPa = currentPa;
    }

    private void SelectDetector(string name)
    {
        if (!Column.Options.Detectors.Contains(name, StringComparer.OrdinalIgnoreCase)) throw new RemCon32RefusalException(RemCon32Error.NotFitted);
        Column.DetectorName = name;
    }

    private void SetSignal(double? brightness, double? contrast)
    {
        lock (_state)
        {
            if (brightness is not null) _automaticBrightness = false;
            if (contrast is not null) _automaticContrast = false;
        }

        if (brightness is { } black) Column.BrightnessPercent = black;
        if (contrast is { } gain) Column.ContrastPercent = gain;
    }

    /// <summary>The automatic finds the middle of either range, where the twin's pictures fill their grey levels.</summary>
    private void SetAutomatic(bool? brightness, bool? contrast)
    {
        lock (_state)
        {
            _automaticBrightness = brightness ?? _automaticBrightness;
            _automaticContrast = contrast ?? _automaticContrast;
        }

        if (brightness == true) Column.BrightnessPercent = 50;
        if (contrast == true) Column.ContrastPercent = 50;
    }
}
