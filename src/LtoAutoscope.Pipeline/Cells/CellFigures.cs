using System.Text.Json;
using System.Text.Json.Serialization;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Learning;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>What <c>fem/result.json</c> says, whichever of the cell models wrote it; what that model does not give is null.</summary>
public sealed record CellFigures
{
    /// <summary>Initial Coulombic efficiency, a fraction.</summary>
    [JsonPropertyName("ce1")]
    public double? Ce1 { get; init; }

    /// <summary>[low, high], 95 %.</summary>
    [JsonPropertyName("ce1_interval")]
    public double[]? Ce1Interval { get; init; }

    /// <summary>Charge that passed on lithiation, mAh/g.</summary>
    [JsonPropertyName("q_lithiation_mAh_g")]
    public double? LithiationMAhG { get; init; }

    /// <summary>Charge that came back, mAh/g.</summary>
    [JsonPropertyName("q_delithiation_mAh_g")]
    public double? DelithiationMAhG { get; init; }

    /// <summary>Charge of the side reaction, mAh/g.</summary>
    [JsonPropertyName("q_side_mAh_g")]
    public double? SideMAhG { get; init; }

    /// <summary>Where the lost charge went.</summary>
    public LossBreakdown? LossBreakdown { get; init; }

    /// <summary>Largest relative error of the lithium balance.</summary>
    public double? BalanceError { get; init; }

    /// <summary>Wall-clock time, s.</summary>
    public double? WallS { get; init; }

    /// <summary>What it was run with, as the file has it.</summary>
    public IReadOnlyDictionary<string, JsonElement>? RunWith { get; init; }

    /// <summary>Which charge was divided by which.</summary>
    [JsonIgnore]
    public EfficiencyConvention Convention => EfficiencyConventions.Parse(Word("efficiency"));

    /// <summary>Charge of the first half cycle, of which losses are counted, mAh/g.</summary>
    [JsonIgnore]
    public double? SpentMAhG => Convention == EfficiencyConvention.DelithiationOverLithiation ? LithiationMAhG : DelithiationMAhG;

    /// <summary>Charge of the useful half cycle, mAh/g.</summary>
    [JsonIgnore]
    public double? UsefulMAhG => Convention == EfficiencyConvention.DelithiationOverLithiation ? DelithiationMAhG : LithiationMAhG;

    /// <summary>C-rate of its first cycle, 1/h; null where it does not say, or its two halves ran at different rates.</summary>
    [JsonIgnore]
    public double? RatePerHour => Number("rate_per_hour") ?? ProtocolRate;

    /// <summary>The rate of the first two steps under current, as a half cell's protocol has them.</summary>
    private double? ProtocolRate
    {
        get
        {
            if (RunWith is null || !RunWith.TryGetValue("protocol", out JsonElement protocol) || protocol.ValueKind != JsonValueKind.Object) return null;
            if (!protocol.TryGetProperty("steps", out JsonElement steps) || steps.ValueKind != JsonValueKind.Array) return null;
            double[] rates = [.. steps.EnumerateArray().Where(static step => step.ValueKind == JsonValueKind.Object)
                .Select(static step => step.TryGetProperty("rate_per_hour", out JsonElement rate) && rate.ValueKind == JsonValueKind.Number ? Math.Abs(rate.GetDouble()) : 0).Where(static rate => rate > 0).Take(2)];
            return rates is [var first, var second] && CRate.Counts(second, first) ? first : null;
        }
    }

    /// <summary>Its answer to what a regression predicts, in units of the target; null where it has none, such as a capacity at a rate that is not within 10 % of its own.</summary>
    public double? AnswerTo(RegressionTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.RatePerHour is not { } rate) return Ce1;
        return RatePerHour is { } own && CRate.Counts(own, rate) ? UsefulMAhG : null;
    }

    /// <summary>A number of <see cref="RunWith"/>; of a list the first; null where it is not there.</summary>
    public double? Number(string key)
    {
        if (RunWith is null || !RunWith.TryGetValue(key, out JsonElement value)) return null;
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0) value = value[0];
        return value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
    }

    /// <summary>A word of <see cref="RunWith"/>; empty where it is not there.</summary>
    public string Word(string key)
        => RunWith is not null && RunWith.TryGetValue(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>The numbers of the material that it was run with, by their keys in the material's file.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Key, string Value)> Material
        => RunWith is not null && RunWith.TryGetValue("material", out JsonElement material) && material.ValueKind == JsonValueKind.Object
            ? [.. material.EnumerateObject().Select(entry => (entry.Name, entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : entry.Value.GetRawText()))]
            : [];
}
