namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>The figures of one row in s, V, A, K and Ah; NaN where the file has none.</summary>
internal struct RowValues
{
    public RowValues()
    {
    }

    internal double TimeS = double.NaN, VoltageV = double.NaN, CurrentA = double.NaN, TemperatureK = double.NaN, Cycle = double.NaN, Step = double.NaN;
    internal double ChargeAh = double.NaN, DischargeAh = double.NaN, CapacityAh = double.NaN, NetAh = double.NaN, StepAh = double.NaN;
    internal bool IsStepTime;

    internal void Set(TestQuantity quantity, double value)
    {
        switch (quantity)
        {
            case TestQuantity.Temperature: TemperatureK = value; break;
            case TestQuantity.Cycle: Cycle = value; break;
            case TestQuantity.Step: Step = value; break;
            case TestQuantity.ChargeCapacity: ChargeAh = value; break;
            case TestQuantity.DischargeCapacity: DischargeAh = value; break;
            case TestQuantity.Capacity: CapacityAh = value; break;
            case TestQuantity.NetCharge: NetAh = value; break;
            case TestQuantity.ChargeStep: StepAh = value; break;
            default: throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "It is no figure of a row.");
        }
    }
}
