using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Conformance;

/// <summary>Collects checks.</summary>
internal sealed class Findings(IProgress<ConformanceItem>? progress)
{
    private readonly List<ConformanceItem> _items = [];

    public IReadOnlyList<ConformanceItem> Items => _items;

    public void Add(string group, string name, ConformanceOutcome outcome, string detail)
    {
        var item = new ConformanceItem(group, name, outcome, detail);
        _items.Add(item);
        progress?.Report(item);
    }

    public void Add(string group, string name, bool passed, string detail) => Add(group, name, passed ? ConformanceOutcome.Passed : ConformanceOutcome.Failed, detail);

    /// <summary>A fault: what the instrument does not have is no failure.</summary>
    public void Add(string group, string name, InstrumentFaultException fault)
        => Add(group, name, fault.Fault == Fault.NotSupported ? ConformanceOutcome.Skipped : ConformanceOutcome.Failed, $"{fault.Fault}: {fault.Detail}");
}
