namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>A person who has signed in.</summary>
/// <param name="Name">The account's name.</param>
/// <param name="Role">What the person may do, such as <c>Maintainer</c>.</param>
public sealed record SignedInUser(string Name, string Role);
