namespace LtoAutoscope.Twin.Servers;

/// <summary>Ways in which real SharkSEM servers differ from one another; all may be changed while the server runs.</summary>
public sealed class SharkSemManners
{
    /// <summary>Whether the version comes as 64 bytes with the name of a device right behind it, as seen on real servers. Default no.</summary>
    public bool PadsVersion { get; set; }

    /// <summary>Whether the stage's position has a sixth value, as newer servers give it. Default no.</summary>
    public bool HasSixthAxis { get; set; }

    /// <summary>Single-client ("firewall-friendly") mode: one client at a time, and the registration of the data port is answered but ignored. Default no.</summary>
    public bool IsSingleClient { get; set; }

    /// <summary>After how long a client that does not read its data connection loses it. Default 10 s of the wall clock.</summary>
    public TimeSpan UnreadLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What the uninterruptible supply says whatever is true: 0 mains, 1 battery, 2 and 3 battery low. Default null: the truth.</summary>
    public int? UpsStatus { get; set; }
}
