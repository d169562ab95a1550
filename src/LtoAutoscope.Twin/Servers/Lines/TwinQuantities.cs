using System.Globalization;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Servers.Lines;

/// <summary>The twin's quantities by the names that protocols' files use: those of its physics, and a store for settings that have no physics.</summary>
/// <remarks>Thread safety: all members.</remarks>
internal sealed class TwinQuantities
{
    /// <summary>Larger figures are refused; they could not be told again.</summary>
    private const double MostOnAWire = 1e15;
    private static readonly string[] Axes = ["x", "y", "z", "rotation", "tilt"];
    private readonly TwinMicroscope _twin;
    private readonly ProtocolDefinition _protocol;
    private readonly Lock _state = new();
    private readonly Dictionary<string, LineValue> _store = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Func<double> Get, Action<double> Set)> _physics;

    public TwinQuantities(TwinMicroscope twin, ProtocolDefinition protocol)
    {
        (_twin, _protocol) = (twin, protocol);
        foreach ((string name, double value) in protocol.Values) _store[name] = LineValue.Of(value);
        foreach (LineQuantity quantity in protocol.Quantities.Values)
            if (quantity.Initial is { } initial) _store[quantity.Name] = LineValue.Of(initial);
        _physics = new Dictionary<string, (Func<double>, Action<double>)>(StringComparer.Ordinal)
        {
            ["energy_kv"] = (() => twin.Column.BeamState is 1 or 1000 ? twin.Column.VoltageV / 1000 : 0, value => twin.Column.SetVoltage(value * 1000)),
            ["beam"] = (() => twin.Column.BeamState is 1 or 1000 ? 1 : 0, SwitchBeam),
            ["blanked"] = (() => twin.Column.Blanker == 1 ? 1 : 0, value => twin.Column.Blanker = value != 0 ? 1 : 2),
            ["working_distance_mm"] = (() => twin.Column.WorkingDistanceMm, value => twin.Column.WorkingDistanceMm = value),
            ["field_width_um"] = (() => twin.Column.FieldWidthUm, value => twin.Column.FieldWidthUm = value),
            ["magnification"] = (() => FieldTimesMagnification / twin.Column.FieldWidthUm, value => twin.Column.FieldWidthUm = FieldTimesMagnification / value),
            ["stigmator_x"] = (() => twin.Column.Stigmator.X, value => twin.Column.Stigmator = (value, twin.Column.Stigmator.Y)),
            ["stigmator_y"] = (() => twin.Column.Stigmator.Y, value => twin.Column.Stigmator = (twin.Column.Stigmator.X, value)),
            ["beam_shift_x_um"] = (() => twin.Column.ImageShift.XMm * 1000, value => twin.Column.ImageShift = (value / 1000, twin.Column.ImageShift.YMm)),
            ["beam_shift_y_um"] = (() => twin.Column.ImageShift.YMm * 1000, value => twin.Column.ImageShift = (twin.Column.ImageShift.XMm, value / 1000)),
            ["probe_current_pa"] = (() => twin.Column.ProbeCurrentPa, value => twin.Column.ProbeCurrentPa = value),
            ["brightness_percent"] = (() => twin.Column.Detector.Black, value => twin.Column.Detector = (twin.Column.Detector.Gain, value)),
            ["contrast_percent"] = (() => twin.Column.Detector.Gain, value => twin.Column.Detector = (value, twin.Column.Detector.Black)),
            ["pressure_pa"] = (() => twin.Vacuum.PressurePa, _ => { }),
            ["not_initialised"] = (() => twin.Stage.IsCalibrated ? 0 : 1, _ => { }),
        };
    }

    /// <summary>Field width times magnification, µm: that of a picture 128 mm wide.</summary>
    private const double FieldTimesMagnification = 128_000;

    /// <summary>What stands in a slot, in the device's unit; null for one in brackets that is not there.</summary>
    /// <param name="slot">Its name.</param>
    /// <param name="isRequired">Whether it stands outside brackets.</param>
    public LineValue? Read(string slot, bool isRequired)
    {
        if (!isRequired && _protocol.Quantities.GetValueOrDefault(slot) is var known && (known is null || !Holds(known.ShownWhen))) return null;
        if (Axis(slot) is { } place) return LineValue.Of(ToDevice(slot, place));
        if (Limit(slot) is { } limit) return LineValue.Of(ToDevice(slot[(slot.IndexOf('_', StringComparison.Ordinal) + 1)..], limit));
        if (_physics.TryGetValue(slot, out (Func<double> Get, Action<double> Set) physics))
        {
            double value = physics.Get();
            return _protocol.Quantities.TryGetValue(slot, out LineQuantity? quantity) && quantity.IsFlag
                ? LineValue.Of(value != 0 ? quantity.Yes : quantity.No)
                : LineValue.Of(ToDevice(slot, value));
        }

        lock (_state) return _store.TryGetValue(slot, out LineValue stored) ? stored : LineValue.Of(slot == "version" ? "LtoAutoscope twin" : slot == "rest" ? "" : "0");
    }

    /// <summary>Takes a value from the line.</summary>
    /// <returns>False when it is out of range.</returns>
    public bool Write(string slot, LineValue value)
    {
        LineQuantity? quantity = _protocol.Quantities.GetValueOrDefault(slot);
        if (value.Number is { } figure && Math.Abs(figure) > MostOnAWire) return false;
        if (quantity is { IsFlag: true })
        {
            bool yes = Same(value, quantity.Yes);
            if (!yes && !Same(value, quantity.No)) return false;
            if (_physics.TryGetValue(slot, out var flag)) flag.Set(yes ? 1 : 0);
            lock (_state) _store[slot] = value;
            return true;
        }

        if (quantity is not null && value.Number is { } number)
        {
            double converted = ToQuantity(slot, number);
            if (converted < quantity.Least || converted > quantity.Most) return false;
        }

        if (_physics.TryGetValue(slot, out var physics) && value.Number is { } set) physics.Set(ToQuantity(slot, set));
        lock (_state) _store[slot] = value;
        return true;
    }

    public double ToQuantity(string slot, double device) => device * Per(slot);

    /// <summary>Whether settings have the given values.</summary>
    public bool Holds(IReadOnlyDictionary<string, string> settings)
    {
        lock (_state) return settings.All(wanted => _store.TryGetValue(wanted.Key, out LineValue value) && Same(value, wanted.Value));
    }

    /// <summary>Where an axis is, in mm or degrees; null for a name that is no axis.</summary>
    public double? Axis(string name)
    {
        StagePosition place = _twin.Stage.Reported;
        return name switch
        {
            "x" => place.XMm,
            "y" => place.YMm,
            "z" => place.ZMm,
            "rotation" => place.RotationDeg,
            "tilt" => place.TiltDeg,
            _ => null,
        };
    }

    public double ToDevice(string slot, double value) => value / Per(slot);

    private static bool Same(LineValue value, string word) => value.Text == word || value.Number is { } number && LineValue.Of(word).Number == number;

    private double? Limit(string slot)
    {
        bool isLow = slot.StartsWith("low_", StringComparison.Ordinal);
        if (!isLow && !slot.StartsWith("high_", StringComparison.Ordinal)) return null;
        int axis = Array.IndexOf(Axes, slot[(isLow ? 4 : 5)..]);
        if (axis < 0) return null;
        AxisOptions options = _twin.Stage.Options.Axes[axis];
        return isLow ? options.Low : options.High;
    }

    private double Per(string slot)
    {
        if (!_protocol.Quantities.TryGetValue(slot, out LineQuantity? quantity)) return 1;
        if (quantity.UnitBy.Length > 0)
        {
            lock (_state) return _store.TryGetValue(quantity.UnitBy, out LineValue unit) && quantity.UnitOf.TryGetValue(unit.Text, out double per) ? per : quantity.Per;
        }

        if (quantity.Times.Length == 0) return quantity.Per;
        lock (_state) return quantity.Per * (_store.TryGetValue(quantity.Times, out LineValue times) && times.Number is { } factor and > 0 ? factor : 1);
    }

    private void SwitchBeam(double on)
    {
        if (on == 0) _twin.Column.SwitchOff();
        else if (_twin.Vacuum.Status == 0) _twin.Column.SwitchOn();
    }
}
