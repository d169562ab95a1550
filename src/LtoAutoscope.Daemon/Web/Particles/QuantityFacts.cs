using LtoAutoscope.Storage.Columns;

namespace LtoAutoscope.Daemon.Web.Particles;

/// <summary>A quantity and its range.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Short">Its name in addresses.</param>
/// <param name="Title">Its words.</param>
/// <param name="Unit">Its unit; empty for a ratio.</param>
/// <param name="Decimals">Decimals in tables.</param>
/// <param name="Least">Least value; null where no particle has one.</param>
/// <param name="Most">Largest value.</param>
public sealed record QuantityFacts(string Key, string Short, string Title, string Unit, int Decimals, double? Least, double? Most)
{
    internal static QuantityFacts Of(ParticleColumns columns, ParticleQuantity quantity)
    {
        double[] values = columns.Numbers(quantity.Key);
        int[] order = columns.Order(quantity.Key);
        int known = order.Length;
        while (known > 0 && double.IsNaN(values[order[known - 1]])) known--;
        return new QuantityFacts(quantity.Key, quantity.Short, quantity.Title, quantity.Unit, quantity.Decimals, known > 0 ? values[order[0]] : null, known > 0 ? values[order[known - 1]] : null);
    }
}
