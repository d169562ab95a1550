namespace LtoAutoscope.Fem.CellTests;

/// <summary>What a column of a cell test can hold.</summary>
public enum TestQuantity
{
    /// <summary>Time since the start of the test.</summary>
    Time,

    /// <summary>Time since the start of the step; the steps are put one after the other.</summary>
    StepTime,

    /// <summary>Date and time of day.</summary>
    Date,

    /// <summary>Voltage of the cell.</summary>
    Voltage,

    /// <summary>Current.</summary>
    Current,

    /// <summary>Temperature.</summary>
    Temperature,

    /// <summary>Number of the cycle, as the cycler counts.</summary>
    Cycle,

    /// <summary>Number of the step.</summary>
    Step,

    /// <summary>What the cycler does, in a word or letter: charge, discharge, rest.</summary>
    State,

    /// <summary>Charge counted while charging.</summary>
    ChargeCapacity,

    /// <summary>Charge counted while discharging.</summary>
    DischargeCapacity,

    /// <summary>Charge counted in the present step or half cycle, whatever its direction.</summary>
    Capacity,

    /// <summary>Net charge since the start, with sign.</summary>
    NetCharge,

    /// <summary>Charge since the row before, with sign.</summary>
    ChargeStep,
}
