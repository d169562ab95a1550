namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>
/// Arbin's exports as CSV, old (<c>Data_Point, Test_Time(s), Step_Time(s), Cycle_Index, Current(A), Voltage(V), Charge_Capacity(Ah), Discharge_Capacity(Ah)</c>) and new (<c>Date Time, Test Time (s), Step Index,
/// Current (A), Voltage (V), Charge Capacity (Ah), Discharge Capacity (Ah)</c>), and those of older programs without units in the header (<c>Test_Time, Current, Voltage, Charge_Capacity</c>), which are s, A, V, Ah and °C.
/// The counters go on through a cycle or a test. Source of the layouts: the open readers beep, cellpy, PyProBE and the data sets that they read.
/// </summary>
public sealed class ArbinReader : DelimitedReader
{
    private static readonly TableDialect Dialect = new("Arbin table of a channel")
    {
        Units = new Dictionary<TestQuantity, string>
        {
            [TestQuantity.Time] = "s", [TestQuantity.StepTime] = "s", [TestQuantity.Voltage] = "V", [TestQuantity.Current] = "A", [TestQuantity.Temperature] = "°C", [TestQuantity.ChargeCapacity] = "Ah", [TestQuantity.DischargeCapacity] = "Ah",
            [TestQuantity.Capacity] = "Ah",
        },
    };

    /// <inheritdoc/>
    public override string Format => Dialect.Format;

    /// <inheritdoc/>
    public override bool CanRead(CellTestHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (head.Lines.Count == 0) return false;
        int at = TablePlan.FindHeader(head.Lines, Dialect);
        string[] names = [.. new FieldSplitter(TablePlan.SeparatorOf(head.Lines[at])).All(TablePlan.Strip(head.Lines[at])).Select(header => ColumnNames.Split(header).Name)];
        return names.Contains("test time") && names.Contains("charge capacity") && names.Contains("discharge capacity") && names.Any(name => name is "step index" or "cycle index" or "data point");
    }

    private protected override TableDialect DialectOf(CellTestHead head) => Dialect;
}
