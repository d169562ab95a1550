namespace LtoAutoscope.Daemon.Kills;

/// <summary>What the bench of kills takes.</summary>
/// <param name="Kills">How many times a daemon is killed.</param>
/// <param name="Seed">Of the instants.</param>
/// <param name="Tiles">Tiles of a run.</param>
internal sealed record KillOptions(int Kills, int Seed, int Tiles);
