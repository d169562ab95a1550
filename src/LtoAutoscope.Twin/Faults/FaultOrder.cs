using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Composition;

namespace LtoAutoscope.Twin.Faults;

/// <summary>One entry of a fault script: what happens, and when.</summary>
public sealed class FaultOrder
{
    private readonly Action<TwinMicroscope> _act;

    private FaultOrder(string fault, Action<TwinMicroscope> act) => (Fault, _act) = (fault, act);

    /// <summary>The names of all faults, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. FaultKinds.All.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What happens.</summary>
    public string Fault { get; }

    /// <summary>Physical seconds after the script began; null when it does not wait for a time.</summary>
    public double? AtSeconds { get; private init; }

    /// <summary>How many moves have begun since the script began; null when it does not wait for moves.</summary>
    public int? AfterMoves { get; private init; }

    /// <summary>How many frames have begun since the script began; null when it does not wait for frames.</summary>
    public int? AfterFrames { get; private init; }

    /// <summary>Reads one entry. Without any of <c>at_s</c>, <c>after_moves</c> and <c>after_frames</c> it happens at once; with several, when all have come.</summary>
    /// <exception cref="InputException">A value is wrong; unknown keys are refused by the caller's <see cref="StrictYamlMap.Close"/>.</exception>
    public static FaultOrder Read(StrictYamlMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        FaultKind kind = FaultKinds.All[map.Word("fault", map.RequiredText("fault"), [.. Names])];
        double? seconds = map.Has("for_s") ? map.Number("for_s", 0, 0, 1e7) : null;
        return new FaultOrder(kind.Name, kind.Read(map, seconds))
        {
            AtSeconds = map.Has("at_s") ? map.Number("at_s", 0, 0, 1e9) : null,
            AfterMoves = map.Has("after_moves") ? map.Whole("after_moves", 0, 0) : null,
            AfterFrames = map.Has("after_frames") ? map.Whole("after_frames", 0, 0) : null,
        };
    }

    /// <summary>Reads one entry that stands alone, YAML or JSON.</summary>
    /// <param name="text">Such as <c>{"fault": "beam_trip"}</c>.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="InputException">A key or value is wrong.</exception>
    public static FaultOrder Parse(string text, string source)
    {
        StrictYamlMap map = StrictYamlMap.Parse(text, source);
        FaultOrder order = Read(map);
        map.Close();
        return order;
    }

    /// <summary>Lets it happen now, whatever it waits for.</summary>
    /// <param name="microscope">To whom.</param>
    public void Strike(TwinMicroscope microscope) => _act(microscope);
}
