using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Instruments.Xl30;
using LtoAutoscope.Twin.Column;
using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Servers;

/// <summary>The operations of the twin's XL30; firmware-protocols/xl30 has them in a table. A set is answered with its own payload.</summary>
/// <remarks>Thread safety: all members.</remarks>
internal sealed class Xl30Commands(TwinMicroscope microscope, string? imageFolder)
{
    /// <summary>Field width times magnification of this instrument, mm.</summary>
    public const double FieldWidthConstantMm = 120;

    private const ushort Xl30 = 3;
    private const ushort SerialNumber = 1;
    private const double AutoFocusSeconds = 10;
    private const double HomeSeconds = 30;
    private const double PollSeconds = 0.02;
    private const int BlankAlways = 1;
    private const int DataBarBytes = 40;
    private const int LargestFilter = 10;

    private readonly Lock _state = new();
    private readonly Dictionary<Xl30Opcode, Xl30Message> _registers = Registers();
    private readonly Xl30PictureWriter _pictures = new(microscope, imageFolder);

    private ColumnModel Column => microscope.Column;

    private StageModel Stage => microscope.Stage;

    /// <summary>Executes a request and returns its answer.</summary>
    /// <exception cref="FormatException">The payload is too short, or a number in it is none.</exception>
    public async Task<Xl30Message> ExecuteAsync(Xl30Message request, CancellationToken cancellationToken) => request.Opcode switch
    {
        Xl30Opcode.MoveXY => await MoveAsync(request, [request.Float(0), request.Float(1)], cancellationToken).ConfigureAwait(false),
        Xl30Opcode.MoveZ => await MoveAsync(request, [null, null, request.Float(0)], cancellationToken).ConfigureAwait(false),
        Xl30Opcode.MoveRotation => await MoveAsync(request, [null, null, null, request.Float(0)], cancellationToken).ConfigureAwait(false),
        Xl30Opcode.MoveTilt => await MoveAsync(request, [null, null, null, null, request.Float(0)], cancellationToken).ConfigureAwait(false),
        Xl30Opcode.HomeStage => await HomeAsync(request, cancellationToken).ConfigureAwait(false),
        Xl30Opcode.AutoFocus => await AutoFocusAsync(request, cancellationToken).ConfigureAwait(false),
        Xl30Opcode.WriteTiff => await _pictures.WriteAsync(request, Lines(), cancellationToken).ConfigureAwait(false) is { } error ? Refuse(request, error) : request,
        _ => Execute(request),
    };

    private static Xl30Message Refuse(Xl30Message request, Xl30Error error) => Xl30Message.Error(request.Opcode, (uint)error);

    private static Dictionary<Xl30Opcode, Xl30Message> Registers()
    {
        Xl30Message[] start =
        [
            Xl30Message.Words(Xl30Opcode.GetDetector, 3, 2), Xl30Message.Words(Xl30Opcode.GetScanMode, 7, 0), Xl30Message.Words(Xl30Opcode.GetLinesPerFrame, 2, 0),
            Xl30Message.Words(Xl30Opcode.GetLineTime, 1, 0), Xl30Message.Words(Xl30Opcode.GetOperatorLock, 0, 0), Xl30Message.Words(Xl30Opcode.GetSpecimenCurrentMode, 0, 0),
            Xl30Message.Words(Xl30Opcode.GetFilter, 0, 0), Xl30Message.Floats(Xl30Opcode.GetScanRotation, 0), new(Xl30Opcode.GetDataBar, 0, new byte[4 + DataBarBytes]),
            .. Enumerable.Range((int)Xl30Opcode.GetSelectedAreaWidth, 8).Where(static opcode => opcode % 2 == 0).Select(static opcode => Xl30Message.Floats((Xl30Opcode)opcode, opcode < 26 ? 100 : 0)),
        ];
        return start.ToDictionary(static message => message.Opcode);
    }

    private Xl30Message Execute(Xl30Message request) => request.Opcode switch
    {
        Xl30Opcode.GetIdentity => Xl30Message.Words(request.Opcode, Xl30, SerialNumber),
        Xl30Opcode.GetHighTension => Xl30Message.Floats(request.Opcode, Column.BeamState == 0 ? 0 : Column.VoltageV),
        Xl30Opcode.SetHighTension => Within(request, request.Float(0), 200, Column.Options.MaximumVoltageV, Column.SetVoltage),
        Xl30Opcode.GetHighTensionOn => Xl30Message.Words(request.Opcode, (ushort)(Column.BeamState is 0 or -1 ? 0 : 1), 0),
        Xl30Opcode.SetHighTensionOn => SwitchHighTension(request),
        Xl30Opcode.GetSpotSize => Xl30Message.Floats(request.Opcode, 1 + Math.Log2(Column.ProbeCurrentPa / 10)),
        Xl30Opcode.SetSpotSize => Within(request, request.Float(0), 1, 10, value => Column.ProbeCurrentPa = 10 * Math.Pow(2, value - 1)),
        Xl30Opcode.GetMagnification => Xl30Message.Floats(request.Opcode, FieldWidthConstantMm * 1000 / Column.FieldWidthUm),
        Xl30Opcode.SetMagnification => Within(request, request.Float(0), 20, 400_000, value => Column.FieldWidthUm = FieldWidthConstantMm * 1000 / value),
        Xl30Opcode.Photograph => request,
        Xl30Opcode.GetContrast => Xl30Message.Floats(request.Opcode, Column.Detector.Gain),
        Xl30Opcode.SetContrast => Within(request, request.Float(0), 0, 100, value => Column.Detector = (value, Column.Detector.Black)),
        Xl30Opcode.GetBrightness => Xl30Message.Floats(request.Opcode, Column.Detector.Black),
        Xl30Opcode.SetBrightness => Within(request, request.Float(0), 0, 100, value => Column.Detector = (Column.Detector.Gain, value)),
        Xl30Opcode.AutoContrastBrightness => Within(request, 50, 0, 100, value => Column.Detector = (value, value)),
        Xl30Opcode.GetSpecimenCurrent => SpecimenCurrent(request),
        Xl30Opcode.GetBlank => Xl30Message.Words(request.Opcode, (ushort)(Column.Blanker == BlankAlways ? 1 : 0), 0),
        Xl30Opcode.SetBlank => Within(request, request.Word(0), 0, 1, value => Column.Blanker = (int)value),
        Xl30Opcode.GetStigmator => Xl30Message.Floats(request.Opcode, Column.Stigmator.X, Column.Stigmator.Y),
        Xl30Opcode.SetStigmator => Pair(request, 100, (x, y) => Column.Stigmator = (x, y)),
        Xl30Opcode.GetBeamShift => Xl30Message.Floats(request.Opcode, Column.ImageShift.XMm, Column.ImageShift.YMm),
        Xl30Opcode.SetBeamShift => Pair(request, 0.05, (x, y) => Column.ImageShift = (x, y)),
        Xl30Opcode.Vacuum => Within(request, request.Word(0), 0, 2, SwitchVacuum),
        Xl30Opcode.GetStagePosition => Position(request),
        Xl30Opcode.SetScanRotation => Within(request, request.Float(0), -90, 90, _ => Store(request)),
        Xl30Opcode.SetSpecimenCurrentMode => Within(request, request.Word(0), 0, 2, _ => Store(request)),
        Xl30Opcode.SetOperatorLock => Within(request, request.Word(0), 0, 1, _ => Store(request)),
        Xl30Opcode.SetDetector => SelectDetector(request),
        Xl30Opcode.SetFilter => SetFilter(request),
        Xl30Opcode.SetDataBar => SetDataBar(request),
        _ => Register(request),
    };

    private static Xl30Message Within(Xl30Message request, double value, double low, double high, Action<double> set)
    {
        if (value < low || value > high) return Refuse(request, Xl30Error.Range);
        set(value);
        return request;
    }

    private static Xl30Message Pair(Xl30Message request, double most, Action<double, double> set)
    {
        (double x, double y) = (request.Float(0), request.Float(1));
        if (Math.Max(Math.Abs(x), Math.Abs(y)) > most) return Refuse(request, Xl30Error.Range);
        set(x, y);
        return request;
    }

    /// <summary>What is only kept and given back: an even number asks, the next one sets.</summary>
    private Xl30Message Register(Xl30Message request)
    {
        bool asks = (byte)request.Opcode % 2 == 0;
        lock (_state)
        {
            if (asks) return _registers.TryGetValue(request.Opcode, out Xl30Message? value) ? value : Refuse(request, Xl30Error.Unknown);
            if (!_registers.TryGetValue(request.Opcode - 1, out Xl30Message? old)) return Refuse(request, Xl30Error.Unknown);
            if (request.Payload.Length < old.Payload.Length) return Refuse(request, Xl30Error.Payload);
            if (request.Opcode is >= Xl30Opcode.GetSelectedAreaWidth and <= Xl30Opcode.SetSelectedAreaShiftY && Math.Abs(request.Float(0)) > 100) return Refuse(request, Xl30Error.Range);
        }

        Store(request);
        return request;
    }

    private void Store(Xl30Message set)
    {
        lock (_state) _registers[set.Opcode - 1] = new Xl30Message(set.Opcode - 1, 0, set.Payload);
    }

    private ushort Code(Xl30Opcode opcode)
    {
        lock (_state) return _registers[opcode].Word(0);
    }

    private ushort Lines() => Code(Xl30Opcode.GetLinesPerFrame);

    /// <summary>Number and kind come as two words, or as two bytes from the client that is public.</summary>
    private Xl30Message SelectDetector(Xl30Message request)
    {
        (ushort number, ushort kind) = (request.Word(0), request.Word(1));
        if (number > 256) (number, kind) = ((ushort)(number & 0xFF), (ushort)(number >> 8));
        if (number is not (3 or 4)) return Refuse(request, Xl30Error.Range);
        Store(Xl30Message.Words(Xl30Opcode.SetDetector, number, kind == 0 && number == 3 ? (ushort)2 : kind));
        return request;
    }

    /// <summary>Mode and power of two come as two bytes, or as two words.</summary>
    private Xl30Message SetFilter(Xl30Message request)
    {
        (int mode, int power) = (request.Word(0) & 0xFF, Math.Max(request.Word(0) >> 8, (int)request.Word(1)));
        return Within(request, power, 0, LargestFilter, _ => Store(Xl30Message.Words(request.Opcode, (ushort)mode, (ushort)power)));
    }

    private Xl30Message SetDataBar(Xl30Message request)
    {
        if (request.Payload.Length is < 4 or > 4 + DataBarBytes) return Refuse(request, Xl30Error.Payload);
        var text = new byte[4 + DataBarBytes];
        request.Payload.CopyTo(text);
        Store(new Xl30Message(request.Opcode, 0, text));
        return request;
    }

    private Xl30Message SwitchHighTension(Xl30Message request)
    {
        ushort on = request.Word(0);
        if (on > 1) return Refuse(request, Xl30Error.Range);
        if (on == 0) Column.SwitchOff();
        else if (microscope.Vacuum.Status != 0 || Column.BeamState == -1) return Refuse(request, Xl30Error.State);
        else Column.SwitchOn();
        return request;
    }

    private void SwitchVacuum(double what)
    {
        if (what == 0) microscope.Vacuum.Pump();
        if (what != 1) return;
        Column.SwitchOff();
        microscope.Vacuum.Vent();
    }

    private Xl30Message SpecimenCurrent(Xl30Message request)
    {
        if (Code(Xl30Opcode.GetSpecimenCurrentMode) != 2) return Refuse(request, Xl30Error.State);
        return Xl30Message.Floats(request.Opcode, Column.BeamState == 1 && Column.Blanker != BlankAlways ? Column.ProbeCurrentPa * 0.8e-12 : 0);
    }

    private Xl30Message Position(Xl30Message request)
    {
        StagePosition place = Stage.Reported;
        return Xl30Message.Floats(request.Opcode, place.XMm, place.YMm, place.ZMm, place.TiltDeg, place.RotationDeg);
    }

    /// <summary>A stage that silently refuses answers as if it had moved; that is for the client to see.</summary>
    private async Task<Xl30Message> MoveAsync(Xl30Message request, double?[] target, CancellationToken cancellationToken)
    {
        for (int i = 0; i < target.Length; i++)
        {
            if (target[i] is { } value && (value < Stage.Options.Axes[i].Low || value > Stage.Options.Axes[i].High)) return Refuse(request, Xl30Error.Range);
        }

        if (!Stage.IsCalibrated || Stage.IsBusy) return Refuse(request, Xl30Error.State);
        Stage.MoveTo(target);
        await RestAsync(cancellationToken).ConfigureAwait(false);
        return request;
    }

    private async Task<Xl30Message> HomeAsync(Xl30Message request, CancellationToken cancellationToken)
    {
        await microscope.Clock.DelayAsync(HomeSeconds, cancellationToken).ConfigureAwait(false);
        Stage.IsCalibrated = true;
        Stage.MoveTo([.. Stage.Options.Axes.Select(static axis => (double?)axis.Start)]);
        await RestAsync(cancellationToken).ConfigureAwait(false);
        return request;
    }

    private async Task RestAsync(CancellationToken cancellationToken)
    {
        while (Stage.IsBusy) await microscope.Clock.DelayAsync(PollSeconds, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Xl30Message> AutoFocusAsync(Xl30Message request, CancellationToken cancellationToken)
    {
        if (Column.BeamState is 0 or -1) return Refuse(request, Xl30Error.State);
        await microscope.Clock.DelayAsync(AutoFocusSeconds, cancellationToken).ConfigureAwait(false);
        Column.WorkingDistanceMm = microscope.SurfaceWorkingDistanceMm();
        return request;
    }
}
