namespace LtoAutoscope.Domain.Cells;

/// <summary>What a convention makes of two charges, and its words.</summary>
public static class EfficiencyConventions
{
    /// <summary>The efficiency; 0 where the divisor is not positive.</summary>
    /// <param name="convention">Which is divided by which.</param>
    /// <param name="lithiation">Charge of lithiation, any unit.</param>
    /// <param name="delithiation">Charge of delithiation, the same unit.</param>
    public static double Of(this EfficiencyConvention convention, double lithiation, double delithiation)
    {
        var (useful, spent) = convention == EfficiencyConvention.DelithiationOverLithiation ? (delithiation, lithiation) : (lithiation, delithiation);
        return spent > 0 ? useful / spent : 0;
    }

    /// <summary>The convention of words that <see cref="Words"/> wrote; that of an anode's half cell for any other.</summary>
    public static EfficiencyConvention Parse(string? words)
        => words == EfficiencyConvention.LithiationOverDelithiation.Words() ? EfficiencyConvention.LithiationOverDelithiation : EfficiencyConvention.DelithiationOverLithiation;

    /// <summary>The half cycle above the line: <c>delithiation</c> or <c>lithiation</c>. By a material's convention it is the useful one, what the material passes when a full cell is discharged.</summary>
    public static string UsefulHalf(this EfficiencyConvention convention) => convention == EfficiencyConvention.DelithiationOverLithiation ? "delithiation" : "lithiation";

    /// <summary>The other half cycle, below the line.</summary>
    public static string SpentHalf(this EfficiencyConvention convention) => convention == EfficiencyConvention.DelithiationOverLithiation ? "lithiation" : "delithiation";

    /// <summary>The convention in words: <c>delithiation over lithiation</c>.</summary>
    public static string Words(this EfficiencyConvention convention)
        => $"{convention.UsefulHalf()} over {convention.SpentHalf()}";
}
