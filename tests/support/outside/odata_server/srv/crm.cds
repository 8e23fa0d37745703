// The part of Tribe CRM's model that our adapter asks. A relation is a person or an organisation, a relationship is a role
// between two.
namespace crm;

aspect Named {
  key ID    : UUID;
      _Type : String;
      _Name : String;
}

aspect Role : Named {
  EmailAddress      : String;
  PhoneNumber       : String;
  MobilePhoneNumber : String;
  Department        : String;
}

@path: '/v1/odata'
service odata {
  entity Relation_Person : Named {
    FirstName         : String;
    MiddleName        : String;
    LastName          : String not null;
    Initials          : String;
    Title             : String;
    Suffix            : String;
    EmailAddress      : String;
    PhoneNumber       : String @assert.format: '^[0-9 +()-]*$';
    MobilePhoneNumber : String;
    BirthDate         : Date;
    BankAccountNumber : String;
    Address           : Association to Address;
    Gender            : Association to Gender;
    Language          : Association to Language;
  }

  entity Relation_Organization : Named {}
  entity Gender                : Named {}
  entity Language              : Named {}

  entity Address               : Named {
    Street      : String;
    HouseNumber : String;
    Postalcode  : String;
    City        : String;
    Country     : String;
  }

  entity Relationship_Person_Contact_Standard : Role {
    Person   : Association to Relation_Person;
    Relation : Association to Relation_Organization;
  }

  entity Relationship_Person_Contact_Employee : Role {
    Person   : Association to Relation_Person;
    Relation : Association to Relation_Organization;
  }
}
