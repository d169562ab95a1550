using System.Text.Json;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>The rungs of the recovery ladder, from what costs least to what costs most.</summary>
public enum Rung
{
    /// <summary>The same once more.</summary>
    Retry,

    /// <summary>Focus is searched anew.</summary>
    Refocus,

    /// <summary>Astigmatism is corrected.</summary>
    Stigmate,

    /// <summary>Brightness and contrast are set.</summary>
    Brighten,

    /// <summary>The last accepted tile is imaged again and found.</summary>
    Relocalise,

    /// <summary>The connection to the instrument is made anew.</summary>
    Reconnect,

    /// <summary>A watched condition is waited for.</summary>
    Wait,

    /// <summary>The tile is quarantined and taken again later in the night.</summary>
    Redo,

    /// <summary>The tile is given up.</summary>
    SkipTile,

    /// <summary>The area is given up.</summary>
    SkipArea,

    /// <summary>The sample is given up with what was counted.</summary>
    SkipSample,

    /// <summary>The instrument is parked and a person is needed.</summary>
    Park,
}

/// <summary>The words of the rungs in journals.</summary>
internal static class RungWords
{
    private static readonly string[] Words = [.. Enum.GetNames<Rung>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static string Word(this Rung rung) => Words[(int)rung];
}
