namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>
/// Maccor's text export: lines about the test, then <c>Rec# Cyc# Step TestTime StepTime Amp-hr Watt-hr Amps Volts State ES DPt Time</c> in tabs or commas, times as <c>0d 00:00:00.00</c> or in the unit of the header
/// (<c>Test (Sec)</c>, <c>Test (Min)</c>), currents as amounts whose direction is in <c>State</c>: C, D, R; and the CSV of MIMS, <c>Rec, Cycle C, Step, Test Time (sec), Capacity, Current, Voltage, DPT Time</c>, without a
/// state and without units, which are Ah, A and V. Source of the layouts: the open readers cellpy, beep and PyProBE.
/// </summary>
public sealed class MaccorReader : DelimitedReader
{
    private static readonly TableDialect Dialect = new("Maccor text")
    {
        StateGivesSign = true,
        Names = new Dictionary<TestQuantity, string[]> { [TestQuantity.Time] = ["testtime", "test time", "test"], [TestQuantity.StepTime] = ["steptime", "step time"], [TestQuantity.Step] = ["step"], [TestQuantity.State] = ["state", "md"] },
        Units = new Dictionary<TestQuantity, string> { [TestQuantity.Temperature] = "°C", [TestQuantity.Voltage] = "V", [TestQuantity.Current] = "A", [TestQuantity.Capacity] = "Ah" },
    };

    /// <inheritdoc/>
    public override string Format => Dialect.Format;

    /// <inheritdoc/>
    public override bool CanRead(CellTestHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (head.Lines.Count == 0) return false;
        int at = TablePlan.FindHeader(head.Lines, Dialect);
        string line = TablePlan.Strip(head.Lines[at]);
        string[] fields = [.. new FieldSplitter(TablePlan.SeparatorOf(line)).All(line).Select(field => field.ToLowerInvariant())];
        bool isRecord = fields.Any(field => field is "rec#" or "rec");
        return (isRecord || fields.Any(field => field is "cyc#" or "cycle p")) && (fields.Any(field => field is "es" or "md" or "state") || (isRecord && fields.Any(field => field is "cyc#" or "cycle c" or "cycle p")));
    }

    private protected override TableDialect DialectOf(CellTestHead head) => Dialect;
}
