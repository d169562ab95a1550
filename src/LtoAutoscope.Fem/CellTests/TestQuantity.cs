namespace LtoAutoscope.Fem.CellTests;

/// <summary>What a column of a cell test can hold.</summary>
internal enum TestQuantity
{
    Time,
    Voltage,
    Current,
    Temperature,
}
