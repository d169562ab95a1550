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

    /// <summary>The convention in words: <c>delithiation over lithiation</c>.</summary>
    public static string Words(this EfficiencyConvention convention)
        => convention == EfficiencyConvention.DelithiationOverLithiation ? "delithiation over lithiation" : "lithiation over delithiation";
}
