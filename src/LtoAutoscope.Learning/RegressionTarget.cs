using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Learning;

/// <summary>What a regression predicts, with the rate where it is a capacity. Its key is the name of the target's column and stands in the model's file.</summary>
/// <param name="Quantity">The quantity.</param>
/// <param name="RatePerHour">C-rate of a capacity, 1/h, 0.001 to 1,000; null for the efficiency.</param>
public sealed partial record RegressionTarget(RegressionQuantity Quantity, double? RatePerHour)
{
    /// <summary>The lowest and the highest rate of a capacity, 1/h.</summary>
    public const double LowestRate = 0.001, HighestRate = 1000;

    /// <summary>The initial Coulombic efficiency.</summary>
    public static RegressionTarget Ce1 { get; } = new(RegressionQuantity.Ce1, null);

    /// <summary>Its key: <c>ce1</c>, or <c>capacity_</c>RATE<c>c</c> such as <c>capacity_0.5c</c>.</summary>
    public string Key => RatePerHour is { } rate ? string.Create(CultureInfo.InvariantCulture, $"capacity_{rate}c") : "ce1";

    /// <summary>Its name for people.</summary>
    public string Title => RatePerHour is { } rate ? string.Create(CultureInfo.InvariantCulture, $"capacity at {rate:0.###} C") : "first-cycle efficiency";

    /// <summary>Its short name in formulas and on axes.</summary>
    public string Symbol => Quantity == RegressionQuantity.Ce1 ? "CE" : "Q";

    /// <summary>Its unit on screens.</summary>
    public string Unit => Quantity == RegressionQuantity.Ce1 ? "%" : "mAh/g";

    /// <summary>The unit of its differences on screens.</summary>
    public string DifferenceUnit => Quantity == RegressionQuantity.Ce1 ? "points" : "mAh/g";

    /// <summary>What a value is multiplied by to be shown in <see cref="Unit"/>.</summary>
    public double Scale => Quantity == RegressionQuantity.Ce1 ? 100 : 1;

    /// <summary>Name of the column of the cell model's answer that a regression may start from.</summary>
    public string PriorName => Quantity == RegressionQuantity.Ce1 ? "ce_model" : "capacity_model";

    /// <summary>The capacity at a rate.</summary>
    /// <exception cref="InputException">The rate is out of range.</exception>
    public static RegressionTarget CapacityAt(double ratePerHour)
        => ratePerHour is >= LowestRate and <= HighestRate
            ? new RegressionTarget(RegressionQuantity.Capacity, ratePerHour)
            : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the rate {ratePerHour} lies outside 0.001 to 1,000 per hour"), "target", "Give a C-rate such as 1 or 0.2");

    /// <summary>The target of a key.</summary>
    /// <param name="key">The key; null for the efficiency.</param>
    /// <exception cref="InputException">It is no key.</exception>
    public static RegressionTarget Parse(string? key)
        => key is null ? Ce1 : TryParse(key, out RegressionTarget? target) ? target : throw new InputException($"'{key}' is no target of a regression from morphology", "target", "Use ce1, or capacity_RATEc such as capacity_1c or capacity_0.5c");

    /// <summary>The target of a key.</summary>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string key, [NotNullWhen(true)] out RegressionTarget? target)
    {
        ArgumentNullException.ThrowIfNull(key);
        target = key == Ce1.Key ? Ce1
            : CapacityKey().Match(key) is { Success: true } match && double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) is >= LowestRate and <= HighestRate and var rate ? CapacityAt(rate) : null;
        return target is not null;
    }

    [GeneratedRegex(@"^capacity_([0-9]{1,4}(?:\.[0-9]{1,6})?)c\z", RegexOptions.CultureInvariant)]
    private static partial Regex CapacityKey();
}
